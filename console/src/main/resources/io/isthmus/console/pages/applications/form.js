// The editor of an application: its class and its match rules.
import { path } from '../../api.js';
import { html, nothing } from '../../lib.js';
import { field } from '../../kit/form.js';
import { submit } from '../shared/act.js';
import { compact, editingWithPlan, items, number } from '../shared/draft.js';
import { hash } from '../shared/links.js';
import { plan } from '../shared/plan.js';
import { preview } from '../shared/preview.js';
import { fieldErrors, problemBox } from '../shared/problem.js';

const NO_MATCH = { protocol: 'any', sourcePrefixes: '', sourcePorts: '', destinationPrefixes: '', destinationPorts: '', dscp: '' };
const PROTOCOLS = ['any', 'tcp', 'udp', 'sctp', 'icmp', 'icmpv6', 'gre', 'esp'];
const LISTS = ['sourcePrefixes', 'sourcePorts', 'destinationPrefixes', 'destinationPorts', 'dscp'];

/** @param {{one: ?object, classes: string[]}} data */
export function applicationForm({ one, classes }, ctx) {
  ctx.state.form ??= { draft: draftOf(one?.body, ctx.params.query.get('trafficClass') ?? classes[0]), etag: one?.etag };
  const form = ctx.state.form;
  const errors = fieldErrors(form.problem, form.problemAt ?? '');
  const { update, ...on } = editingWithPlan(form, ctx.update);
  return html`<form class="card form" aria-label=${one ? `Application ${one.body.name}` : 'New application'}
    @submit=${(event) => event.preventDefault()} @input=${on.input} @change=${on.change}>
    ${problemBox(form.problem)}
    <div class="form-grid">
      ${one ? nothing : field({ label: 'Name', name: '/name', value: form.draft.name, required: true, error: errors.at('/name'),
        hint: 'Lower case letters, digits and hyphens. It cannot be changed later.' })}
      ${field({ label: 'Traffic class', name: '/trafficClass', type: 'select', value: form.draft.trafficClass, options: classes,
        error: errors.at('/trafficClass'), hint: classes.length ? undefined : 'There is no class yet: make one first.' })}
      ${field({ label: 'Priority', name: '/priority', value: form.draft.priority, error: errors.at('/priority'),
        hint: '0 to 65535. Flows are compared with lower ones first.' })}
    </div>
    ${form.draft.matches.map((match, i) => rule(match, i, form, errors, update))}
    ${errors.at('/matches') && !form.draft.matches.some((match, i) => errors.at(`/matches/${i}`))
      ? html`<p class="error">${errors.at('/matches')}</p>` : nothing}
    <p><button type="button" class="button small" @click=${() => {
      form.draft.matches.push({ ...NO_MATCH });
      update();
    }}>Add a rule</button></p>
    ${preview(ctx, form, {
      plan: () => planned(ctx, form, one),
      apply: () => apply(ctx, form, one),
      label: one ? 'Change application' : 'Create application',
      cancel: hash(ctx.params, 'applications', one ? [one.body.name] : []),
    })}
  </form>`;
}

function rule(match, i, form, errors, update) {
  const at = `/matches/${i}`;
  const text = (key, label, hint) => field({
    label, name: `${at}/${key}`, value: match[key], hint, mono: true, placeholder: 'any', error: errors.at(`${at}/${key}`),
  });
  const known = PROTOCOLS.includes(match.protocol);
  const whole = Object.keys(NO_MATCH).some((key) => errors.at(`${at}/${key}`)) ? undefined : errors.at(at);
  return html`<fieldset>
    <legend>Rule ${i + 1}</legend>
    ${whole ? html`<p class="error">${whole}</p>` : nothing}
    <div class="form-grid">
      ${field({ label: 'Protocol', name: `${at}/protocol`, type: 'select', value: match.protocol,
        options: known ? PROTOCOLS : [...PROTOCOLS, match.protocol], error: errors.at(`${at}/protocol`) })}
      ${text('sourcePrefixes', 'From prefixes', 'Such as 10.1.0.0/24, fd00:1::/64')}
      ${text('sourcePorts', 'From ports', 'Only with tcp, udp and sctp')}
      ${text('destinationPrefixes', 'To prefixes')}
      ${text('destinationPorts', 'To ports', 'Such as 443, 8000-8080')}
      ${text('dscp', 'DSCP', '0 to 63')}
    </div>
    ${form.draft.matches.length > 1 ? html`<p><button type="button" class="button small" aria-label=${`Remove rule ${i + 1}`} @click=${() => {
      form.draft.matches.splice(i, 1);
      update();
    }}>Remove this rule</button></p>` : nothing}
  </fieldset>`;
}

function draftOf(application, trafficClass) {
  const matches = (application?.matches ?? [{}]).map((match) => ({
    ...NO_MATCH,
    ...match,
    protocol: String(match.protocol ?? 'any'),
    ...Object.fromEntries(LISTS.map((key) => [key, (match[key] ?? []).join(', ')])),
  }));
  return {
    name: application?.name ?? '',
    trafficClass: application?.trafficClass ?? trafficClass ?? '',
    priority: String(application?.priority ?? 1000),
    matches,
  };
}

function documentOf({ trafficClass, priority, matches }) {
  return compact({ trafficClass, priority: number(priority), matches: matches.map(matchOf) });
}

function matchOf(match) {
  const lists = LISTS.map((key) => [key, items(match[key])]).filter(([, values]) => values.length);
  return {
    ...(match.protocol === 'any' ? {} : { protocol: match.protocol }),
    ...Object.fromEntries(lists.map(([key, values]) => [key, key === 'dscp' ? values.map(number) : values])),
  };
}

const nameOf = (form, one) => one?.body.name ?? form.draft.name.trim();

function planned(ctx, form, one) {
  form.problemAt = '/applications/0';
  return plan(ctx.api, { applications: [{ name: nameOf(form, one), ...documentOf(form.draft) }] });
}

async function apply(ctx, form, one) {
  form.problemAt = '';
  const name = nameOf(form, one);
  const headers = one ? { 'If-Match': form.etag } : { 'If-None-Match': '*' };
  const answer = await submit(ctx, form, () => ctx.api.put(path`applications/${name}`, documentOf(form.draft), { headers }));
  if (!answer) return;
  ctx.toast(`Application ${name} is ${one ? 'changed' : 'made'}`, { kind: 'ok' });
  ctx.navigate(hash(ctx.params, 'applications', [name], { operation: answer.operation }));
}
