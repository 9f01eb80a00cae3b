/** The name that shares most words with the given one, if that is more than half of them. Names are `words_like_this`. */
export function nearest(name: string, names: readonly string[]): string | undefined {
  const words = new Set(name.toLowerCase().split('_'));
  let best: string | undefined;
  let bestScore = 0.5;
  for (const each of names) {
    const others = each.toLowerCase().split('_');
    const shared = others.filter((word) => words.has(word)).length;
    // Jaccard: shared words over all words.
    const score = shared / (words.size + others.length - shared);
    if (score > bestScore) [best, bestScore] = [each, score];
  }
  return best;
}
