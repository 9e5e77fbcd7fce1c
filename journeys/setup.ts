/** Runs once before the journeys: loads one demo city, of which each of them gets a copy. */
import { rmSync } from 'node:fs'
import type { TestProject } from 'vitest/node'
import { makeDemoFolder } from './city.ts'

export default async function setup(project: TestProject): Promise<() => void> {
  const folder = await makeDemoFolder()
  project.provide('demoFolder', folder)
  return () => rmSync(folder, { recursive: true, force: true })
}

declare module 'vitest' {
  interface ProvidedContext { demoFolder: string }
}
