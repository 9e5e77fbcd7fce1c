import type { ReactNode } from 'react'

const strokes = {
  situation: <><path d="M3 6.5 9 4l6 2.5L21 4v13.5L15 20l-6-2.5L3 20z" /><path d="M9 4v13.5M15 6.5V20" /></>,
  duties: <><rect x="4" y="5" width="16" height="15" rx="2" /><path d="M8 3v4M16 3v4M8 13l3 3 5-6" /></>,
  cases: <><path d="M6 3h9l4 4v14H6z" /><path d="M9.5 11h6M9.5 15h6" /></>,
  dispatch: <><circle cx="12" cy="12" r="8.5" /><path d="M12 7v5l3.5 2" /></>,
  people: <><circle cx="9" cy="8.5" r="3.5" /><path d="M3 20c.6-4 3-6 6-6s5.4 2 6 6M15.5 5.5a3.3 3.3 0 0 1 0 6M17.5 14.5c2 .8 3.2 2.7 3.5 5.5" /></>,
  records: <><path d="M5 4h14v16l-3.5-2-3.5 2-3.5-2L5 20z" /><path d="M9 9h6M9 13h6" /></>,
  points: <><circle cx="12" cy="12" r="8.5" /><path d="M8.5 9 12 13l3.5-4M12 13v4M9 14h6" /></>,
  publicity: <><path d="M4 10v4h3l8 4.5v-13L7 10z" /><path d="M18.5 9a4.2 4.2 0 0 1 0 6" /></>,
  planning: <><circle cx="6" cy="18" r="2.5" /><circle cx="18" cy="6" r="2.5" /><path d="M8.5 18H15a3 3 0 0 0 0-6H9a3 3 0 0 1 0-6h6.5" /></>,
  statistics: <path d="M4 20h16M7 16v-5M12 16V6M17 16V9" />,
  settings: <><path d="M4 7h9M19 7h1M4 17h1M11 17h9" /><circle cx="16" cy="7" r="2.5" /><circle cx="8" cy="17" r="2.5" /></>,
  home: <path d="M4 11 12 4l8 7v9h-5.5v-6h-5v6H4z" />,
  report: <><path d="M4 8h3.5L9 5.5h6L16.5 8H20v11H4z" /><circle cx="12" cy="13" r="3.5" /></>,
  me: <><circle cx="12" cy="8.5" r="4" /><path d="M4.5 20.5c.8-4.3 3.7-6.5 7.5-6.5s6.7 2.2 7.5 6.5" /></>,
  patrol: <><circle cx="13" cy="4.8" r="1.8" /><path d="m8 21 3-6-2-2.5 1-5 4 1.5 1 2.5 3 1M11 15l3 2v4M10 7.5 7.5 9 7 12" /></>,
  notices: <><path d="M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15z" /><path d="M10 20.5h4" /></>,
  search: <><circle cx="10.5" cy="10.5" r="6" /><path d="m15 15 5.5 5.5" /></>,
  close: <path d="m6 6 12 12M18 6 6 18" />,
  back: <path d="m14.5 5-7 7 7 7" />,
  forward: <path d="m9.5 5 7 7-7 7" />,
  up: <path d="m5 14.5 7-7 7 7" />,
  down: <path d="m5 9.5 7 7 7-7" />,
  appearance: <><circle cx="12" cy="12" r="8.5" /><path d="M12 3.5v17a8.5 8.5 0 0 0 0-17z" fill="currentColor" /></>,
  more: <path d="M5 12h.01M12 12h.01M19 12h.01" strokeWidth="3" />,
  undo: <path d="M9 5 4.5 9.5 9 14M5 9.5h9a5 5 0 0 1 0 10h-3" />,
  locate: <><circle cx="12" cy="12" r="4" /><path d="M12 2.5V6M12 18v3.5M2.5 12H6M18 12h3.5" /></>,
  list: <path d="M8 6h12M8 12h12M8 18h12M4 6h.01M4 12h.01M4 18h.01" />,
  offline: <path d="M3 3l18 18M5 12.5a10 10 0 0 1 4-2.4M8.5 16a5 5 0 0 1 5-1.2M2 9a15 15 0 0 1 4.5-2.8M11 5.1A15 15 0 0 1 22 9M15.5 10.6A10 10 0 0 1 19 12.5M12 19.5h.01" />,
} satisfies Record<string, ReactNode>

export type IconName = keyof typeof strokes

/** A line icon in the colour of its text; beside words it is decoration, alone the control around it carries the label. */
export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg className="icon" width={size} height={size} viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
      {strokes[name]}
    </svg>
  )
}
