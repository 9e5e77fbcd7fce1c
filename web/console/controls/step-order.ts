interface Offered { refusal?: string | undefined; danger?: boolean; minor?: boolean }

/** What may be done now: what waits to be done first, then what is seldom needed, then what cannot be undone; otherwise in the given order. Pure. */
export function openInOrder<S extends Offered>(steps: readonly S[]): S[] {
  const rank = ({ danger = false, minor = false }: Offered): number => (danger ? 2 : minor ? 1 : 0)
  return steps.filter(({ refusal }) => refusal === undefined).toSorted((a, b) => rank(a) - rank(b))
}

/** Whether a step may stand foremost, as the page's one main act. */
export const isMain = ({ danger = false, minor = false }: Offered): boolean => !danger && !minor
