// A line in a sentence, for those who do not see it.

/** @param {[string, [number, ?number][]][]} lines */
export function summaryOf(lines, show) {
  if (lines.length === 0) return 'nothing was measured';
  return lines.map(([name, values]) => {
    const numbers = values.map(([, value]) => value).filter((value) => value !== null).sort((a, b) => a - b);
    const middle = numbers[Math.floor(numbers.length / 2)];
    return `${name.toLowerCase()} ${show(middle)} in the middle, ${show(numbers.at(-1))} at most`;
  }).join('; ');
}
