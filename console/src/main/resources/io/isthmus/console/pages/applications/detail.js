// One application: its rules and its class.
import { path } from '../../api.js';
import { html } from '../../lib.js';
import { facts, section } from '../../kit/page.js';
import { table } from '../../kit/table.js';
import { ask } from '../shared/act.js';
import { hash } from '../shared/links.js';
import { planView, planWithout } from '../shared/plan.js';
import { progressBanner } from '../shared/progress.js';
import { matchText } from './match.js';

export function applicationActions({ name }, ctx) {
  return html`<a class="button" href=${hash(ctx.params, 'applications', [name], { edit: 1 })}>Edit</a>
    <button class="button danger" type="button" @click=${() => remove(name, ctx)}>Delete</button>`;
}

export function applicationDetail({ one, operation }, ctx) {
  const values = (key) => (row) => (row[key]?.length ? row[key].join(', ') : 'any');
  return html`
    ${progressBanner(operation, 'applications', ctx)}
    ${section({
      title: 'What it is',
      body: facts([
        ['Traffic class', html`<a href=${hash(ctx.params, 'classes', [one.trafficClass])}>${one.trafficClass}</a>`],
        ['Priority', one.priority],
        ['Changed in revision', one.revision],
      ]),
    })}
    ${section({
      title: 'Flows',
      sub: 'A flow belongs to it when any of the rules fits its first packet, and no application before it took the flow.',
      body: table({
        caption: 'Rules',
        columns: [
          { key: 'text', label: 'Rule', wide: true, cell: matchText },
          { key: 'protocol', label: 'Protocol', cell: (row) => row.protocol ?? 'any' },
          { key: 'sourcePrefixes', label: 'From prefixes', cell: values('sourcePrefixes') },
          { key: 'sourcePorts', label: 'From ports', cell: values('sourcePorts') },
          { key: 'destinationPrefixes', label: 'To prefixes', cell: values('destinationPrefixes') },
          { key: 'destinationPorts', label: 'To ports', cell: values('destinationPorts') },
          { key: 'dscp', label: 'DSCP', cell: values('dscp') },
        ],
        rows: one.matches,
      }),
    })}`;
}

async function remove(name, ctx) {
  let difference;
  try {
    difference = await planWithout(ctx.api, 'applications', name);
  } catch (problem) {
    if (problem.status === undefined) throw problem;
    ctx.toast(problem.errors?.[0]?.message ?? problem.detail, { kind: 'bad' });
    return;
  }
  const gone = await ask(ctx, {
    title: `Delete application ${name}?`,
    text: html`<p>Its flows belong to the next application that matches them, or to the default class.</p>${planView(difference)}`,
    confirm: 'Delete application',
    danger: true,
    done: `Application ${name} is deleted`,
    action: () => ctx.api.del(path`applications/${name}`),
  });
  if (gone) ctx.navigate(hash(ctx.params, 'applications'));
}
