/**
 * `npm run import-city -- --boundaries areas.geojson --roads streets.osm.pbf`: puts a city's own boundaries and streets into the
 * database, all or nothing. Run `npm run import-city -- --help` for the options.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { SYSTEM } from '../server/platform/actor.ts'
import { audit } from '../server/platform/audit.ts'
import { systemClock } from '../server/platform/clock.ts'
import { readConfig } from '../server/platform/start/config.ts'
import { inTransaction, migrate, openDatabase, openPool } from '../server/platform/db.ts'
import { startEmbeddedPostgres } from '../server/platform/start/embedded-postgres.ts'
import { readDivision } from '../server/places/register/division.ts'
import { USUAL_PROPERTIES } from '../server/places/import/boundaries.ts'
import { mapFromFiles } from '../server/places/import/import-map.ts'
import { ImportRefusal } from '../server/places/import/refusal.ts'
import { OsmRefusal } from '../server/places/osm.ts'
import { createPlaces } from '../server/places/places.ts'

const HELP = `npm run import-city -- [--boundaries FILE.geojson] [--roads FILE.osm.pbf|.osm|.osm.gz] [options]

  --boundaries FILE       GeoJSON FeatureCollection, one Polygon or MultiPolygon a region, WGS-84 or CGCS2000 degrees
  --code-property NAME    property with the region's code (4, 6, 9, 12 or 15 digits); default "${USUAL_PROPERTIES.code}"
  --name-property NAME    property with the name; default "${USUAL_PROPERTIES.name}"
  --name-en-property NAME property with the English name; default "${USUAL_PROPERTIES.nameEn}"
  --register CODE         also add all names and codes of this city (4 digits) from the national register
  --roads FILE            OpenStreetMap extract with the streets; replaces all streets
  --check                 say what would be imported and change nothing

Stop the platform first when it runs on its embedded database; with DATABASE_URL it may keep running.`

const OPTIONS = {
  'boundaries': { type: 'string' }, 'code-property': { type: 'string' }, 'name-property': { type: 'string' }, 'name-en-property': { type: 'string' },
  'register': { type: 'string' }, 'roads': { type: 'string' }, 'check': { type: 'boolean' }, 'help': { type: 'boolean' },
} as const

async function main(): Promise<void> {
  const { values } = parseArgs({ options: OPTIONS })
  if (values.help || (values.boundaries === undefined && values.roads === undefined)) {
    console.log(HELP)
    if (!values.help) process.exitCode = 2
    return
  }
  const files = {
    properties: { code: values['code-property'] ?? USUAL_PROPERTIES.code, name: values['name-property'] ?? USUAL_PROPERTIES.name, nameEn: values['name-en-property'] ?? USUAL_PROPERTIES.nameEn },
    register: values.register === undefined ? [] : await readDivision(values.register),
    ...(values.boundaries === undefined ? {} : { boundaries: readFileSync(values.boundaries, 'utf8') }),
    ...(values.roads === undefined ? {} : { roads: readFileSync(values.roads) }),
  }
  const { url, stop } = await openServer()
  const db = openDatabase(openPool(url, 2))
  try {
    await migrate(db)
    const places = createPlaces({ db, clock: systemClock, endRolesIn: () => Promise.reject(new Error('an import dissolves no zone')) })
    await places.load()
    const { schematic, attribution } = places.city()
    const map = mapFromFiles(files, await places.records(), { schematic, attribution })
    const told = { regions: map.regions?.length ?? 0, streets: map.streets?.length ?? 0, surfaces: map.surfaces?.length ?? 0 }
    if (!values.check) {
      await inTransaction(db, async (tx) => {
        await places.putMap(tx, map)
        await audit(tx, systemClock, { actor: SYSTEM, action: 'places.city-imported', subject: 'city', details: told })
      })
    }
    console.log(`${values.check ? 'Would import' : 'Imported'} ${told.regions} regions, ${told.streets} streets, ${told.surfaces} areas of land, water and green.`)
  } finally {
    await db.destroy()
    await stop()
  }
}

async function openServer(): Promise<{ url: string; stop: () => Promise<void> }> {
  const { databaseUrl, dataDir } = readConfig(process.env)
  if (databaseUrl !== undefined) return { url: databaseUrl, stop: async () => {} }
  const folder = join(dataDir, 'postgres')
  if (isServed(join(folder, 'postmaster.pid'))) throw new Error(`The platform is running on ${dataDir}: stop it first, then import.`)
  return startEmbeddedPostgres(folder)
}

function isServed(pidFile: string): boolean {
  if (!existsSync(pidFile)) return false
  try {
    process.kill(Number.parseInt(readFileSync(pidFile, 'utf8'), 10), 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

try {
  await main()
} catch (error) {
  const faults = error instanceof ImportRefusal ? error.faults.map(({ code, message }) => `  ${message} (${code})`) : error instanceof OsmRefusal ? [`  ${error.message} (${error.code})`] : [`  ${(error as Error).message}`]
  console.error(`Nothing was imported:\n${faults.join('\n')}`)
  process.exitCode = 1
}
