// Match rules in words.
const list = (values) => values.join(', ');

/** `tcp to port 5060 of 10.1.0.0/24`. */
export function matchText(match) {
  const { protocol, sourcePrefixes, sourcePorts, destinationPrefixes, destinationPorts, dscp } = match;
  const from = end(sourcePrefixes, sourcePorts);
  const to = end(destinationPrefixes, destinationPorts);
  const parts = [
    protocol && protocol !== 'any' ? String(protocol) : 'any protocol',
    from && `from ${from}`,
    to && `to ${to}`,
    dscp?.length && `marked DSCP ${list(dscp)}`,
  ].filter(Boolean);
  return parts.length === 1 && (!protocol || protocol === 'any') ? 'every flow' : parts.join(' ');
}

function end(prefixes, ports) {
  const port = ports?.length ? `${ports.length > 1 || String(ports[0]).includes('-') ? 'ports' : 'port'} ${list(ports)}` : '';
  const prefix = prefixes?.length ? list(prefixes) : '';
  return port && prefix ? `${port} of ${prefix}` : port || prefix;
}
