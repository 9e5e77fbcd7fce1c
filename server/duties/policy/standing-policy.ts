import { regionScopes, requireScopes, signedIn, withinScopes, type Actor } from '../../platform/actor.ts'
import { audit } from '../../platform/audit.ts'
import type { Clock } from '../../platform/clock.ts'
import { inTransaction, type Database, type Tx } from '../../platform/db.ts'
import { emit } from '../../platform/events.ts'
import { refuse as refuseCommon, refuser } from '../../platform/problem.ts'
import { nameOfRegion } from '../../platform/shapes.ts'
import { dutyProblems, policyDefaults, policyKeys, type Policy, type PolicyKey, type PolicySettings, type PolicySheet, type PolicyVersion } from '../contract.ts'
import type { DutyPeople, DutyPlaces, DutyRegion } from '../ports.ts'
import { insertPolicy, policiesAbove, policyVersionsOf, type PolicyRow } from '../store/policies.ts'

const refuse = refuser(dutyProblems)
const AHEAD_MAX_MS = 90 * 86_400_000
/** City and county, as they stand in a path; functional zones stand where counties do. */
const SETTING_LEVELS = 2

interface Deps {
  db: Database
  clock: Clock
  places: DutyPlaces
  people: DutyPeople
}

/** Rules that hang on regions: the nearest region above that sets a key decides it, and the defaults where none does. Versions are only ever added. */
export function createStandingPolicy({ db, clock, places, people }: Deps) {
  /** What holds in these regions at a moment, by path; one query however many they are. */
  async function holdingIn(on: Tx | Database, regionPaths: readonly string[], at: Date): Promise<Map<string, Policy>> {
    const paths = [...new Set(regionPaths)]
    const rows = paths.length === 0 ? [] : await policiesAbove(on, paths)
    return new Map(paths.map((path) => [path, resolve(rows, path, at)]))
  }

  const holding = async (on: Tx | Database, regionPath: string, at: Date): Promise<Policy> => (await holdingIn(on, [regionPath], at)).get(regionPath) as Policy

  /** Open to everyone: the figures are shown where they bite. */
  async function sheet(actor: Actor | null, query: { regionCode?: string | undefined; lon?: number | undefined; lat?: number | undefined }): Promise<PolicySheet> {
    return sheetOf(db, actor, regionAsked(query))
  }

  function regionAsked({ regionCode, lon, lat }: { regionCode?: string | undefined; lon?: number | undefined; lat?: number | undefined }): DutyRegion {
    if (regionCode !== undefined) return known(regionCode)
    const atPosition = lon !== undefined && lat !== undefined
    const region = atPosition ? places.regionAt({ lon, lat }) : places.root()
    if (!region) throw atPosition ? refuse('outside-city') : refuseCommon('not-found')
    return region
  }

  function known(regionCode: string): DutyRegion {
    const region = places.region(regionCode)
    if (!region) throw refuseCommon('not-found')
    return region
  }

  /** Officers of a city or a county, for it and what lies below. */
  const maySet = (actor: Actor | null, region: DutyRegion): boolean =>
    withinScopes(region.path, regionScopes(actor, 'officer').filter((scope) => scope.split('.').length <= SETTING_LEVELS))

  async function sheetOf(on: Tx | Database, actor: Actor | null, region: DutyRegion): Promise<PolicySheet> {
    const at = clock.now()
    const rows = await policiesAbove(on, [region.path])
    const above = rows.filter((row) => row.region_path !== region.path)
    const [own, inherited] = [inForce(rows, at).find((row) => row.region_path === region.path), resolve(above, region.path, at)]
    const newest = rows.find((row) => row.region_path === region.path)
    return {
      regionCode: region.code, regionName: nameOfRegion(places, region.code), at: at.toISOString(), maySet: maySet(actor, region), version: newest?.version ?? 0,
      coming: newest && newest.holds_from > at ? { version: newest.version, holdsFrom: newest.holds_from.toISOString(), settings: settingsOf(newest) } : null,
      rules: policyKeys.map((key) => {
        const source = inForce(rows, at).find((row) => settingsOf(row)[key] !== undefined)
        return {
          key, value: source ? (settingsOf(source)[key] as number | boolean) : policyDefaults[key], inherited: inherited[key], own: own ? (settingsOf(own)[key] ?? null) : null,
          from: source ? { regionCode: source.region_code, regionName: nameOfRegion(places, source.region_code), since: source.holds_from.toISOString() } : null,
        }
      }),
    }
  }

  /** Officers see what their regions have set; the name of who set it is masked like everyone's. */
  async function versions(actor: Actor | null, regionCode: string): Promise<PolicyVersion[]> {
    const scopes = requireScopes(actor, 'officer', 'police')
    const region = known(regionCode)
    if (!withinScopes(region.path, scopes)) throw refuseCommon('not-found')
    const rows = await policyVersionsOf(db, regionCode)
    const persons = await people.people(db, [...new Set(rows.map((row) => row.set_by))])
    return rows.map((row) => ({ version: row.version, settings: settingsOf(row), holdsFrom: row.holds_from.toISOString(), setAt: row.set_at.toISOString(), setBy: persons.get(row.set_by)?.displayName ?? '', reason: row.reason }))
  }

  /** Officers of the county or the city, for any region of theirs; from now or a later time on, never backwards. */
  async function set(actor: Actor | null, input: { regionCode: string; settings: PolicySettings; holdsFrom: string | null; reason: string; version: number }): Promise<PolicySheet> {
    const scopes = requireScopes(actor, 'officer')
    const region = known(input.regionCode)
    if (!withinScopes(region.path, scopes)) throw refuseCommon('not-found')
    if (!maySet(actor, region)) throw refuseCommon('not-allowed')
    const { personId } = signedIn(actor)
    const now = clock.now()
    const from = input.holdsFrom === null ? now : new Date(input.holdsFrom)
    if (from < now || from.getTime() - now.getTime() > AHEAD_MAX_MS) throw refuse('time-not-plausible', { from: from.toISOString() })
    return inTransaction(db, async (tx) => {
      const [newest] = await policyVersionsOf(tx, region.code)
      const version = (newest?.version ?? 0) + 1
      const row = { region_code: region.code, region_path: region.path, version, settings: JSON.stringify(input.settings), holds_from: from, set_by: personId, set_at: now, reason: input.reason }
      if (input.version !== version - 1 || !(await insertPolicy(tx, row))) throw refuse('policy-changed', { version: version - 1 })
      const payload = { regionCode: region.code, regionPath: region.path, version, settings: input.settings, holdsFrom: from.toISOString() }
      await emit(tx, { type: 'duties.policy-set', actor: personId, subject: `region:${region.code}`, at: now, payload })
      await audit(tx, clock, { actor: personId, action: 'duties.policy-set', subject: `region:${region.code}`, regionPath: region.path, reason: input.reason, details: { version, holdsFrom: from.toISOString(), settings: input.settings, before: newest ? settingsOf(newest) : {} } })
      return sheetOf(tx, actor, region)
    })
  }

  return { holding, holdingIn, sheet, versions, set }
}
export type StandingPolicy = ReturnType<typeof createStandingPolicy>

const settingsOf = (row: PolicyRow): PolicySettings => row.settings as PolicySettings

/** Of each region the newest version that holds at the moment, nearest region first. A later decision takes the place of one that was still to come. */
function inForce(rows: readonly PolicyRow[], at: Date): PolicyRow[] {
  const seen = new Set<string>()
  return rows.filter((row) => row.holds_from <= at && !seen.has(row.region_code) && seen.add(row.region_code) !== undefined)
}

function resolve(rows: readonly PolicyRow[], regionPath: string, at: Date): Policy {
  const near = inForce(rows.filter((row) => withinScopes(regionPath, [row.region_path])), at)
  const found = policyKeys.map((key): [PolicyKey, number | boolean] => [key, near.map((row) => settingsOf(row)[key]).find((value) => value !== undefined) ?? policyDefaults[key]])
  return Object.fromEntries(found) as Policy
}
