// What a form or a button asks for: done once, and told.
import { hash } from './links.js';

/**
 * Submits a form: while it runs it cannot be sent again, and what the controller refuses stays with
 * the form.
 *
 * @param {{busy?: boolean, problem?: object}} form its state, kept by the page
 * @returns {Promise<?object>} the answer; null when it was refused
 */
export async function submit(ctx, form, work) {
  if (form.busy) return null;
  form.busy = true;
  form.problem = null;
  ctx.update();
  try {
    return await work();
  } catch (problem) {
    if (problem.status === undefined) throw problem;
    form.problem = problem;
    requestAnimationFrame(showProblem);
    return null;
  } finally {
    form.busy = false;
    ctx.update();
  }
}

/** A long form may hide what is wrong with it: the first such field takes the focus. */
function showProblem() {
  const main = document.getElementById('main');
  (main?.querySelector('[aria-invalid="true"]') ?? main?.querySelector('.problem'))?.focus();
}

/** Says that a change is made, with the way to its progress at the edges. */
export function told(ctx, text, answer) {
  const id = answer?.operation ?? answer?.body?.id;
  const link = id ? { href: hash(ctx.params, 'operations', [id]), link: 'Progress' } : {};
  ctx.toast(text, { kind: 'ok', ...link });
  ctx.reload();
}

/**
 * Asks, does it, says so. What the controller refuses is shown in the dialog.
 *
 * @param {{title: string, text: unknown, confirm: string, danger?: boolean, done: string,
 *   action: () => Promise<object>}} question
 * @returns {Promise<boolean>} whether it was done
 */
export async function ask(ctx, { done, action, ...question }) {
  let answer;
  const agreed = await ctx.dialog.confirm({
    ...question,
    action: async () => {
      answer = await action();
      return true;
    },
  });
  if (agreed) told(ctx, done, answer);
  return agreed;
}
