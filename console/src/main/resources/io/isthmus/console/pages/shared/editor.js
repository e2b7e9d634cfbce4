// A page for each of many things: their list, one of them, and the editor that makes or changes one.
// #/t/ID, …/ID/NAME, …/ID/NAME?edit=1, …/ID?new=1
import { hash } from './links.js';
import { withRole } from './role.js';

/**
 * The parts of a page that are alike.
 *
 * @param {{id: string, words: {fresh: string, one: string, many: string},
 *   load: {form: Function, detail: Function, list: Function}, view: {form: Function, detail: Function, list: Function}}} page
 *   `load.form(asked, name)` has the name null for what is new; `load.detail(asked, name)`, `load.list(asked)`
 */
export function editorPage({ id, words, load, view }) {
  return {
    id,
    title: ({ path: [name], query }) => {
      if (query.get('new')) return words.fresh;
      if (!name) return words.many;
      return query.get('edit') ? `Edit ${words.one.toLowerCase()} ${name}` : `${words.one} ${name}`;
    },
    back: (params) => {
      const [name] = params.path;
      if (name && params.query.get('edit')) return { href: hash(params, id, [name]), label: `${words.one} ${name}` };
      return name || params.query.get('new') ? { href: hash(params, id), label: words.many } : undefined;
    },
    async load(asked) {
      const { params, state } = asked;
      const [name] = params.path;
      const fresh = Boolean(params.query.get('new'));
      if (fresh || params.query.get('edit')) {
        // What is being edited is not fetched again: it would take what was typed in.
        state.edited ??= await load.form(asked, fresh ? null : name);
        return { mode: 'form', ...state.edited };
      }
      delete state.edited;
      delete state.form;
      return name ? { mode: 'detail', ...(await load.detail(asked, name)) } : { mode: 'list', ...(await load.list(asked)) };
    },
    view: (data, ctx) =>
      data.mode === 'form' ? withRole(ctx, 'orchestrator', () => view.form(data, ctx)) : view[data.mode](data, ctx),
  };
}
