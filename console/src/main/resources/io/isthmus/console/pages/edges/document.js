// An edge as a form edits it (texts) and as the API takes it.
import { compact, inMegabits, items, megabits, number } from '../shared/draft.js';

export const newLink = (index) => ({
  name: index === 0 ? 'internet' : '',
  interface: '',
  transport: 'internet',
  access: '',
  roaming: false,
  address: '',
  gateway: '',
  mtu: '1500',
  egress: '',
  ingress: '',
  cost: '0',
  probeIntervalMs: '100',
  probeBudget: '',
});

export const newSegment = (index) => ({
  name: index === 0 ? 'lan' : '',
  interface: '',
  prefixes: '',
  gateway: '',
});

export function draftOf(edge) {
  return {
    site: edge.site,
    wanLinks: (edge.wanLinks ?? []).map(linkDraft),
    lanSegments: (edge.lanSegments ?? []).map((segment) => ({
      ...newSegment(1),
      ...segment,
      prefixes: segment.prefixes.join('\n'),
    })),
  };
}

function linkDraft(link) {
  const text = (value, otherwise) => (value === undefined ? otherwise : String(value));
  return {
    ...newLink(1),
    name: link.name,
    interface: link.interface,
    transport: link.transport,
    access: link.access,
    roaming: link.roaming ?? false,
    address: link.address ?? '',
    gateway: link.gateway ?? '',
    mtu: text(link.mtu, '1500'),
    egress: inMegabits(link.egressRateBps),
    ingress: inMegabits(link.ingressRateBps),
    cost: text(link.cost, '0'),
    probeIntervalMs: text(link.probeIntervalMs, '100'),
    probeBudget: text(link.probeBudgetBps, ''),
  };
}

/** What is left empty is absent, and is then as the API says. */
export function documentOf(draft) {
  return compact({
    site: draft.site,
    wanLinks: draft.wanLinks.map(linkOf),
    lanSegments: draft.lanSegments.map((segment) =>
      compact({
        name: segment.name.trim(),
        interface: segment.interface.trim(),
        prefixes: items(segment.prefixes),
        gateway: segment.gateway.trim(),
      }),
    ),
  });
}

function linkOf(link) {
  return compact({
    name: link.name.trim(),
    transport: link.transport,
    access: link.access,
    interface: link.interface.trim(),
    roaming: link.roaming,
    address: link.address.trim(),
    gateway: link.gateway.trim(),
    mtu: number(link.mtu),
    egressRateBps: megabits(link.egress),
    ingressRateBps: megabits(link.ingress),
    cost: number(link.cost),
    probeIntervalMs: number(link.probeIntervalMs),
    probeBudgetBps: number(link.probeBudget),
  });
}
