/** How well a ranking of cells foretells where the next incidents are. */

export interface Hits {
  /** Incidents in the chosen cells; cells tied at the cut count in proportion. */
  hits: number
  /** Incidents in the best possible choice of as many cells. */
  best: number
  /** The share of cells chosen. */
  share: number
}

/**
 * Incidents caught by the `share` of cells with the highest scores. The number of cells is rounded down, at least one.
 * Prediction Accuracy Index: (hits / incidents) / share (Chainey, Tompson and Uhlig 2008); Prediction Efficiency Index:
 * hits / best (Hunt 2016). O(c log c) for c cells.
 */
export function countHits(scores: Float64Array, incidents: Float64Array, share: number): Hits {
  const wanted = Math.max(1, Math.floor(share * scores.length + 1e-9))
  const cut = Float64Array.from(scores).sort()[scores.length - wanted]!
  let above = 0
  let hitsAbove = 0
  let tied = 0
  let hitsTied = 0
  for (let i = 0; i < scores.length; i++) {
    if (scores[i]! > cut) { above++; hitsAbove += incidents[i]! }
    else if (scores[i] === cut) { tied++; hitsTied += incidents[i]! }
  }
  const ranked = Float64Array.from(incidents).sort()
  let best = 0
  for (let i = ranked.length - wanted; i < ranked.length; i++) best += ranked[i]!
  return { hits: hitsAbove + hitsTied * (wanted - above) / tied, best, share: wanted / scores.length }
}

/** Accuracy at two shares of the area, pooled over several forecasts. */
export interface Accuracy { pai1: number; pai5: number; pei1: number; pei5: number }

/** Pools weekly forecasts into one accuracy; incidents outside the area count in the denominator. */
export class AccuracyTally {
  #events = 0
  #hits = [0, 0]
  #best = [0, 0]

  /** Adds one forecast: `scores` and `incidents` by cell, and how many incidents fell outside the area. */
  add(scores: Float64Array, incidents: Float64Array, outside: number): void {
    this.#events += outside + incidents.reduce((sum, n) => sum + n, 0)
    for (const [k, share] of [0.01, 0.05].entries()) {
      const { hits, best } = countHits(scores, incidents, share)
      this.#hits[k]! += hits
      this.#best[k]! += best
    }
  }

  result(): Accuracy {
    const per = (part: number, whole: number): number => (whole > 0 ? part / whole : 0)
    return {
      pai1: per(this.#hits[0]!, this.#events) / 0.01, pai5: per(this.#hits[1]!, this.#events) / 0.05,
      pei1: per(this.#hits[0]!, this.#best[0]!), pei5: per(this.#hits[1]!, this.#best[1]!),
    }
  }
}
