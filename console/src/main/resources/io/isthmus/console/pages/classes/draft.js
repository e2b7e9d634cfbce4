// A class as its form edits it: thresholds as texts, overlays as a list in order of preference.
import { compact, number } from '../shared/draft.js';
import { METRICS } from './objective.js';

const USUAL_WINDOWS = { enterWindowMs: '500', exitWindowMs: '10000' };

export const noThreshold = () => ({ on: false, enter: '', exit: '', ...USUAL_WINDOWS });

/**
 * Starting points for usual kinds of traffic: what the presets of the API stand for. They fill the
 * form in, so what is seen is what is sent.
 */
export const PRESETS = {
  VOICE: { oneWayDelayMs: [150, 120, 500], jitterMs: [30, 24, 500], lossPct: [1, 0.5, 1000] },
  VIDEO: { oneWayDelayMs: [150, 120, 500], jitterMs: [30, 24, 500], lossPct: [1, 0.3, 1000] },
  INTERACTIVE: { rttMs: [200, 160, 2000], lossPct: [1, 0.5, 5000] },
  BULK: { rttMs: [2000, 1600, 10_000], lossPct: [2, 1, 10_000] },
};

/** @param {?object} declared the class as the API shows it; null for a new one */
export function draftOf(declared, overlays) {
  const steering = declared?.steering ?? { overlays: overlays.slice(0, 2) };
  return {
    name: declared?.name ?? '',
    role: declared?.role ?? 'NORMAL',
    sla: Object.fromEntries(METRICS.map(({ key }) => [key, thresholdOf(declared?.sla?.[key])])),
    steering: {
      strategy: steering.strategy ?? 'PREFERRED',
      mode: steering.mode ?? 'DYNAMIC',
      overlays: [...steering.overlays],
      weights: Object.fromEntries(overlays.map((name) => [name, String(steering.weights?.[name] ?? 1)])),
      whenNoPath: steering.whenNoPath ?? 'FALL_BACK',
      whenNoneCompliant: steering.whenNoneCompliant ?? 'BEST_AVAILABLE',
      existingFlows: steering.existingFlows ?? 'MOVE_NOW',
      holdDownMs: String(steering.holdDownMs ?? 30_000),
      shadow: steering.shadow ?? '',
    },
  };
}

function thresholdOf(threshold) {
  if (!threshold) return noThreshold();
  const texts = Object.entries(threshold).map(([name, value]) => [name, String(value)]);
  return { on: true, ...USUAL_WINDOWS, ...Object.fromEntries(texts) };
}

/** Puts a preset in the place of all thresholds. */
export function fillIn(draft, preset) {
  for (const { key } of METRICS) {
    const values = PRESETS[preset][key];
    draft.sla[key] = values
      ? { on: true, enter: String(values[0]), exit: String(values[1]), enterWindowMs: String(values[2]), exitWindowMs: '10000' }
      : noThreshold();
  }
}

/** The class as the API takes it. */
export function documentOf({ role, sla, steering }) {
  const thresholds = Object.entries(sla).filter(([, { on }]) => on)
    .map(([key, { on, ...values }]) => [key, compact(mapped(values, number))]);
  const balanced = steering.strategy === 'LOAD_BALANCE';
  return compact({
    role,
    sla: thresholds.length ? Object.fromEntries(thresholds) : undefined,
    steering: compact({
      ...steering,
      holdDownMs: number(steering.holdDownMs),
      weights: balanced ? mapped(only(steering.weights, steering.overlays), number) : undefined,
    }),
  });
}

const mapped = (values, change) => Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]));
const only = (values, keys) => Object.fromEntries(Object.entries(values).filter(([key]) => keys.includes(key)));
