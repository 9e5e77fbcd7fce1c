/** Lists within regions that read only what they show, however large the table. */
import { sql, type RawBuilder } from 'kysely'

/** Depths of the tree that have an index of their own: county or zone, town, community (migration 0100). */
const DEEPEST = 4

/** Of scopes that lie in one another the outer ones, so that no row is in two of them. */
const outermost = (scopes: readonly string[]): string[] =>
  [...new Set(scopes)].filter((scope) => !scopes.some((other) => other !== scope && (other === '' || scope.startsWith(`${other}.`))))

/**
 * True for rows at or below one region, in the words of the indexes by depth.
 * @param deepest depth of the last index that the table has; what lies deeper is filtered within that region
 */
export function beneath(column: string, scope: string, deepest: number = DEEPEST): RawBuilder<boolean> {
  const path = sql.ref(column)
  const codes = scope.split('.')
  const depth = Math.min(codes.length, deepest)
  if (depth < 2) return sql<boolean>`${path} <@ ${scope}::ltree`
  const within = sql<boolean>`split_part(ltree2text(${path}), '.', ${sql.lit(depth)}) = ${codes[depth - 1]}`
  return codes.length === depth ? within : sql<boolean>`(${within} and ${path} <@ ${scope}::ltree)`
}

/**
 * One page of a keyset list over several regions: each region gives its own first rows, the best of them are the page.
 * @param part one region's page: `limit` rows in the list's order
 * @param before true when the first row stands before the second in that order
 */
export async function acrossScopes<Row>(scopes: readonly string[], limit: number, part: (scope: string) => Promise<Row[]>, before: (a: Row, b: Row) => boolean): Promise<Row[]> {
  const parts = await Promise.all(outermost(scopes).map(part))
  if (parts.length === 1) return parts[0] as Row[]
  return parts.flat().toSorted((a, b) => (before(a, b) ? -1 : 1)).slice(0, limit)
}

/** Ids are made in time's order, and so are their texts. */
export const newerId = (a: { id: string }, b: { id: string }): boolean => a.id > b.id
