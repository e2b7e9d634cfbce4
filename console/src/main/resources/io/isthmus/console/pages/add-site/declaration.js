// Step 1: the site, its edge, and the overlays that the edge is to be a member of. The controller
// looks at all of it at once, and makes all of it in one revision.
import { html, nothing } from '../../lib.js';
import { field } from '../../kit/form.js';
import { section } from '../../kit/page.js';
import { documentOf, newLink, newSegment } from '../edges/document.js';
import { edgeFields } from '../edges/fields.js';
import { ENCRYPTION, TOPOLOGY } from '../overlays/words.js';
import { submit, told } from '../shared/act.js';
import { editing } from '../shared/draft.js';
import { hash } from '../shared/links.js';
import { plan } from '../shared/plan.js';
import { preview } from '../shared/preview.js';
import { fieldErrors, problemBox } from '../shared/problem.js';
import { withRole } from '../shared/role.js';
import { SITE_KINDS } from '../shared/states.js';

const KINDS = Object.entries(SITE_KINDS).map(([value, label]) => ({ value, label }));

export const declaration = (data, ctx) =>
  withRole(ctx, 'orchestrator', () => declarationForm(data, ctx));

function declarationForm({ sites, overlays }, ctx) {
  const form = (ctx.state.form ??= { draft: fresh(ctx.params.query.get('site')) });
  const { draft } = form;
  const changed = () => {
    form.preview = null;
    ctx.update();
  };
  const on = editing(draft, () => {});
  const then = (handle) => (event) => {
    handle(event);
    changed();
  };
  return html`<form
    class="stack"
    aria-label="Site and edge"
    @submit=${(event) => event.preventDefault()}
    @input=${then(on.input)}
    @change=${then(on.change)}
  >
    ${problemBox(form.problem)}
    ${section({ title: 'Site', body: siteFields(draft, sites, fieldErrors(form.problem, '/sites/0')) })}
    ${section({ title: 'Edge', body: edgePart(draft, fieldErrors(form.problem, '/edges/0'), changed) })}
    ${section({
      title: 'Overlays',
      sub: 'Those that the edge is to be a member of.',
      body: overlayChoices(draft, overlays),
    })}
    ${preview(ctx, form, {
      plan: () => planned(ctx, form),
      apply: () => apply(ctx, form),
      label: 'Create and go on',
      cancel: hash(ctx.params, 'sites'),
    })}
  </form>`;
}

function fresh(site) {
  return {
    site: site ?? '',
    siteName: '',
    kind: 'EDGE',
    edgeName: '',
    edge: { wanLinks: [newLink(0)], lanSegments: [newSegment(0)] },
    overlays: {},
  };
}

function siteFields(draft, sites, errors) {
  return html`<div class="form-grid">
    ${field({
      label: 'Site',
      name: '/site',
      type: 'select',
      value: draft.site,
      options: [{ value: '', label: 'A new site' }, ...sites.map(({ name }) => name)],
    })}
    ${draft.site
      ? nothing
      : html`${field({
          label: 'Name of the site',
          name: '/siteName',
          value: draft.siteName,
          required: true,
          placeholder: 'lyon',
          hint: 'Lower case letters, digits and hyphens. It cannot be changed later.',
          error: errors.at('/name'),
        })}
        ${field({
          label: 'Kind',
          name: '/kind',
          type: 'select',
          value: draft.kind,
          options: KINDS,
          error: errors.at('/kind'),
        })}`}
  </div>`;
}

function edgePart(draft, errors, changed) {
  return html`
    <div class="form-grid">
      ${field({
        label: 'Name of the edge',
        name: '/edgeName',
        value: draft.edgeName,
        placeholder: siteOf(draft) || 'lyon',
        hint: 'Empty: that of the site.',
        error: errors.at('/name'),
      })}
    </div>
    ${edgeFields(draft.edge, '/edge', errors, changed)}
  `;
}

function overlayChoices(draft, overlays) {
  if (overlays.length === 0) {
    return html`<p class="muted">There is no overlay yet: the edge joins, and has no tunnel.</p>`;
  }
  return html`<div class="choices">
    ${overlays.map((overlay) =>
      field({
        label: overlay.name,
        name: `/overlays/${overlay.name}`,
        type: 'checkbox',
        value: draft.overlays[overlay.name],
        hint: [
          TOPOLOGY[overlay.topology].toLowerCase(),
          overlay.transports?.length ? overlay.transports.join(', ') : 'all transports',
          `encrypted: ${ENCRYPTION[overlay.encryption].toLowerCase()}`,
        ].join(' · '),
      }),
    )}
  </div>`;
}

const siteOf = (draft) => draft.site || draft.siteName.trim();
const edgeOf = (draft) => draft.edgeName.trim() || siteOf(draft);

/** Members of overlays are read anew: somebody else may have changed them since. */
async function planned(ctx, form) {
  const { draft } = form;
  const present = await ctx.api.get('intent');
  const chosen = (present.body.overlays ?? []).filter(({ name }) => draft.overlays[name]);
  form.etag = present.etag;
  form.intent = {
    sites: draft.site ? [] : [{ name: siteOf(draft), kind: draft.kind }],
    edges: [{ name: edgeOf(draft), ...documentOf({ ...draft.edge, site: siteOf(draft) }) }],
    overlays: chosen.map((overlay) => ({ ...overlay, edges: [...new Set([...overlay.edges, edgeOf(draft)])] })),
  };
  const taken = (present.body.edges ?? []).some(({ name }) => name === edgeOf(draft));
  if (taken) throw nameTaken('/edges/0/name', `edge ${edgeOf(draft)} is there already: choose another name`);
  const site = (present.body.sites ?? []).some(({ name }) => name === siteOf(draft));
  if (!draft.site && site) {
    throw nameTaken('/sites/0/name', `site ${siteOf(draft)} is there already: choose it above, or another name`);
  }
  return named(form.intent, () => plan(ctx.api, form.intent));
}

/** A merge would change what is there: adding means that it is new. */
function nameTaken(pointer, message) {
  const errors = [{ field: pointer, code: 'NAME_TAKEN', message }];
  return Object.assign(new Error(message), { status: 409, code: 'NAME_TAKEN', detail: message, errors });
}

/** People know overlays by name, not by their place in the document. */
async function named(intent, work) {
  try {
    return await work();
  } catch (problem) {
    for (const error of problem.errors ?? []) {
      const index = /^\/overlays\/(\d+)/.exec(error.field ?? '')?.[1];
      if (index !== undefined) error.resource = `overlays/${intent.overlays[index].name}`;
    }
    throw problem;
  }
}

async function apply(ctx, form) {
  const answer = await submit(ctx, form, () =>
    named(form.intent, () =>
      ctx.api.post('intent:apply?mode=MERGE', form.intent, { headers: { 'If-Match': form.etag } }),
    ),
  );
  if (!answer) {
    form.preview = null;
    ctx.update();
    return;
  }
  const edge = edgeOf(form.draft);
  told(ctx, `Edge ${edge} is declared`, { operation: answer.body.operation?.id });
  ctx.navigate(hash(ctx.params, 'add-site', [], { edge }));
}
