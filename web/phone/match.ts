import type { PhonePage } from './routes.ts'

/** The page that an address belongs to; `$id` parts match anything but a slash. Written-out paths win over `$` ones. */
export function matchPage(pages: readonly PhonePage[], pathname: string): PhonePage | undefined {
  const plain = pathname.length > 1 ? pathname.replace(/\/$/, '') : pathname
  const fits = (path: string): boolean => {
    const [wanted, given] = [path.split('/'), plain.split('/')]
    return wanted.length === given.length && wanted.every((part, at) => (part.startsWith('$') ? given[at] !== '' : part === given[at]))
  }
  return pages.find(({ path }) => path === plain) ?? pages.find(({ path }) => fits(path))
}
