/** How far a map has come: until its first whole picture it waits, after that only its ground may be missing. Pure. */
export interface Coming {
  drawn: boolean
  late: boolean
  tileCame: boolean
  tileFailed: boolean
}
/** `tile`, `no-tile`: a piece of the ground came or could not be had; `again`: the person asked for it once more. */
export type ComingNews = 'opened' | 'tile' | 'no-tile' | 'drawn' | 'late' | 'again'
export type Stands = 'loading' | 'slow' | 'groundless' | 'there'

export const NOTHING_CAME: Coming = { drawn: false, late: false, tileCame: false, tileFailed: false }

export function comes(so: Coming, news: ComingNews): Coming {
  switch (news) {
    case 'opened': return NOTHING_CAME
    case 'tile': return so.tileCame ? so : { ...so, tileCame: true }
    case 'no-tile': return so.tileFailed ? so : { ...so, tileFailed: true }
    case 'drawn': return { ...so, drawn: true }
    case 'late': return { ...so, late: true }
    case 'again': return { ...so, tileFailed: false }
  }
}

/** `groundless`: drawn, but without any ground; one piece that is missing among others says nothing. */
export function standsOf({ drawn, late, tileCame, tileFailed }: Coming): Stands {
  if (!drawn) return late ? 'slow' : 'loading'
  return tileFailed && !tileCame ? 'groundless' : 'there'
}
