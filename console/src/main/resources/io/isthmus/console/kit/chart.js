import { AsyncDirective, directive, html } from '../lib.js';
import { loadCharts } from './echarts.js';
import * as theme from '../theme.js';

/**
 * A chart by ECharts. Follows its box and the theme, and goes when it is no longer shown.
 *
 * @param {{option: object|((colors: import('./echarts.js').Colors) => object), label: string,
 *   height?: number, onClick?: (event: object) => void, onReady?: (chart: object) => void,
 *   keepZoom?: boolean, replace?: string[]}} options
 *   `label` says what is to be seen, for those who do not see it; the numbers belong in a table beside it.
 *   A function gets the theme's colours. `replace` names parts that are replaced, not merged (series).
 */
export function chart({ height = 240, label, ...rest }) {
  return html`<div class="chart" role="img" aria-label=${label} ${mounted({ height, ...rest })}></div>`;
}

class Mounted extends AsyncDirective {
  render() {
    return undefined;
  }

  update(part, [options]) {
    const same = this.options?.option === options.option;
    this.options = options;
    if (this.element !== part.element) {
      this.element = part.element;
      this.element.style.height = `${options.height}px`;
      this.mount();
    } else {
      this.element.style.height = `${options.height}px`;
      // An option that is the same object has nothing new to say.
      if (!same) this.draw();
    }
    return undefined;
  }

  async mount() {
    const { init } = await loadCharts();
    if (!this.isConnected || this.chart) return;
    this.chart = init(this.element);
    this.chart.on('click', (event) => this.options.onClick?.(event));
    this.observer = new ResizeObserver(() => this.chart.resize());
    this.observer.observe(this.element);
    this.unfollow = theme.onChange(() => this.draw());
    this.draw();
    this.options.onReady?.(this.chart);
  }

  draw() {
    if (!this.chart) return;
    const { option, replace = ['series'] } = this.options;
    loadCharts().then(({ themed }) => this.chart?.setOption(themed(option), { replaceMerge: replace, lazyUpdate: true }));
  }

  disconnected() {
    this.observer?.disconnect();
    this.unfollow?.();
    this.chart?.dispose();
    this.chart = undefined;
  }

  reconnected() {
    this.mount();
  }
}

const mounted = directive(Mounted);
