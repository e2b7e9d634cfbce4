import { AsyncDirective, directive, html } from '../lib.js';
import { loadCharts } from './echarts.js';
import * as theme from '../theme.js';

/**
 * A chart by ECharts. Follows its box and the theme, and goes when it is no longer shown.
 *
 * @param {{option: object|((colors: import('./echarts.js').Colors, width: number) => object), label: string,
 *   height?: number, onClick?: (event: object) => void, onReady?: (chart: object) => void,
 *   keepZoom?: boolean, replace?: string[]}} options
 *   `label` says what is to be seen, for those who do not see it; the numbers belong in a table beside it.
 *   A function gets the theme's colours, and how wide the chart is. `replace` names parts that are replaced, not merged (series).
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
    this.observer = new ResizeObserver(() => this.fit());
    this.observer.observe(this.element);
    this.unfollow = theme.onChange(() => this.draw());
    this.draw();
    this.options.onReady?.(this.chart);
  }

  /** An option may go by the width. */
  fit() {
    this.chart.resize();
    if (this.element.clientWidth !== this.width) this.draw();
  }

  draw() {
    if (!this.chart) return;
    this.width = this.element.clientWidth;
    const { option, replace = ['series'] } = this.options;
    loadCharts().then(({ themed }) => this.chart?.setOption(themed(option, this.width), { replaceMerge: replace, lazyUpdate: true }));
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
