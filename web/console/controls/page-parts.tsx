import { Link, useLocation } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'

export interface Part { name: string; path: string; words: string }

/** The parts of one entry of the rail as a line of links; on a narrow screen it is moved sideways and shows the present part. */
export function PageParts({ label, parts, current }: { label: string; parts: readonly Part[]; current: string }) {
  const { pathname } = useLocation()
  const nav = useRef<HTMLElement>(null)
  const words = parts.map((part) => part.words).join()
  useEffect(() => {
    // In newer browsers scrolling gives a promise, which is no way to clean up.
    const show = (): void => { void nav.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' }) }
    show()
    // The words are as wide as they will be once their font is there.
    void document.fonts.ready.then(show)
  }, [current, words])
  return (
    <nav ref={nav} className="page-parts" aria-label={label}>
      {parts.map(({ name, path, words }) => <Link key={name} to={path as never} activeOptions={{ exact: true, includeSearch: false }} aria-current={name === current || pathname === path ? 'page' : undefined}>{words}</Link>)}
    </nav>
  )
}
