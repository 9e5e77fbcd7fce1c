import type { DescribedPaths } from './api-description.ts'

/**
 * Which methods the description names for a path below `/api`, in capitals and by their letters; none for a path that it does not name.
 * Several templates may fit one path, as `/patrols/nearby` and `/patrols/{id}`. O(paths), asked only when nothing answered.
 */
export function methodsByPath(paths: DescribedPaths): (path: string) => string[] {
  const known = Object.entries(paths).map(([template, methods]) => ({ fits: fitting(template), methods: Object.keys(methods).map((method) => method.toUpperCase()) }))
  return (path) => {
    const found = known.filter(({ fits }) => fits.test(path)).flatMap(({ methods }) => methods)
    // Whoever answers GET answers HEAD (RFC 9110, 9.3.2).
    return [...new Set(found.includes('GET') ? [...found, 'HEAD'] : found)].toSorted()
  }
}

const fitting = (template: string): RegExp => new RegExp(`^${template.split(/\{\w+\}/).map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('[^/]+')}/?$`)
