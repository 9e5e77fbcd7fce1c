import type { Clock } from '../platform/clock.ts'
import type { Keyring } from '../platform/crypto.ts'
import type { Database, Tx } from '../platform/db.ts'
import { refuser, commonProblems } from '../platform/problem.ts'
import { nameOfRegion, type RegionName } from '../platform/shapes.ts'
import { peopleProblems } from './contract.ts'

/** What people needs to know of a region; places answers it. */
export interface RegionRef { code: string, path: string, name: string, nameEn: string | null, level: string }
export interface Regions {
  region(code: string): RegionRef | null
  /** Gives an empty city its regions; call `load` after the commit. */
  found(tx: Tx, founding: { code: string, center: [number, number] }): Promise<RegionRef>
  load(): Promise<void>
  /** Where the region lies now; it neither moves nor goes before the transaction ends. Undefined when it is gone. */
  pathHeld(tx: Tx, code: string): Promise<string | undefined>
}

/** Port to whoever delivers text messages. Rejects when the message was not taken over. */
export interface SmsGateway { send(phone: string, text: string): Promise<void> }

/** What a person may do per phone and per address before being asked to wait. */
export interface SignInLimits { codesPerPhone: number, codesPerIp: number, attemptsPerPhone: number, attemptsPerIp: number, window_s: number }

/** What the parts of people stand on. */
export interface Ground {
  db: Database
  clock: Clock
  keys: Keyring
  regions: Regions
  sms: SmsGateway
  /** The demo shows codes on the page instead of sending them to invented phones only. */
  demo: boolean
  /** The city's name of its platform, for text messages; Chinese when no language is named. */
  platformName: (language?: 'zh' | 'en') => string
  /** The city's, by its IANA name. */
  timeZone: string
  limits: SignInLimits
  /** What the modules above keep in a person's own words, by kind, for the copy of their data. */
  wordsElsewhere: (personId: string) => Promise<Record<string, unknown>>
}

export const refusePeople = refuser({ ...commonProblems, ...peopleProblems })

/** What the region is called; null where there is none. */
export const regionNameOr = (regions: Regions, code: string | null): RegionName | null => (code === null ? null : nameOfRegion(regions, code))

/** The region of a code, or the refusal that names the field. */
export function knownRegion(regions: Regions, code: string): RegionRef {
  const region = regions.region(code)
  if (region === null) throw refusePeople('region-unknown', { code })
  return region
}
