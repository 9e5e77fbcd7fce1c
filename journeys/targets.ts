import type { Page } from 'playwright-core'

export interface TargetRule {
  /** CSS pixels that a target has at least, across and down. */
  least_px: number
  /** A smaller one counts as large where nothing else is to be touched within `least_px` around its middle (WCAG 2.2, 2.5.8). */
  spaced: boolean
}

/** For fingers outdoors: WCAG 2.2, 2.5.5. */
export const FOR_FINGERS: TargetRule = { least_px: 44, spaced: false }
/** For a console that happens to be opened on a phone: WCAG 2.2, 2.5.8. */
export const FOR_NEED: TargetRule = { least_px: 24, spaced: true }

/** What can be touched on the page and is too small, each with its size. Links inside a sentence are left out, as both rules do. */
export const smallTargets = (page: Page, rule: TargetRule): Promise<string[]> => page.evaluate(`(${LOOK})(${JSON.stringify(rule)})`)

/** Runs in the page. */
const LOOK = `({ least_px, spaced }) => {
  const ACTS = 'a[href], button, input, select, textarea, summary, [role=button], [role=link], [role=switch], [role=tab], [role=checkbox], [role=radio], [role=menuitem], [role=combobox]'
  const HIDDEN_PX = 2
  const seen = (one) => one.checkVisibility({ visibilityProperty: true }) && one.closest('[inert]') === null && !one.disabled && one.type !== 'hidden'
  const all = [...document.querySelectorAll(ACTS)].filter((one) => seen(one) && one.parentElement.closest(ACTS) === null)
  const box = (one) => { const { left, top, right, bottom } = one.getBoundingClientRect(); return { left, top, right, bottom } }
  const union = (a, b) => ({ left: Math.min(a.left, b.left), top: Math.min(a.top, b.top), right: Math.max(a.right, b.right), bottom: Math.max(a.bottom, b.bottom) })
  const wide = ({ left, right }) => right - left
  const high = ({ top, bottom }) => bottom - top
  const large = (area) => wide(area) >= least_px - 0.5 && high(area) >= least_px - 0.5
  /** What answers to a touch as well: the label, and frames around it whose cursor says so. */
  const partsOf = (one) => {
    const parts = [one, ...(one.labels ?? [])]
    const cursors = one.matches('input, textarea') ? ['pointer', 'text'] : ['pointer']
    for (let around = one.parentElement; around !== null && cursors.includes(getComputedStyle(around).cursor) && around.querySelectorAll(ACTS).length === 1; around = around.parentElement) parts.push(around)
    return parts
  }
  const areaOf = (one) => partsOf(one).map(box).reduce((area, other) => (wide(area) <= HIDDEN_PX ? other : union(area, other)))
  const inSentence = (one) => getComputedStyle(one).display === 'inline' && one.parentElement.textContent.trim().length > one.textContent.trim().length
  /** An area that reaches beyond its own edges, as the finger finds it. */
  const reaches = (one) => {
    one.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' })
    const { left, top, right, bottom } = areaOf(one)
    const [x, y, far] = [(left + right) / 2, (top + bottom) / 2, least_px / 2 - 1]
    const parts = partsOf(one)
    return [[-far, 0], [far, 0], [0, -far], [0, far]].every(([across, down]) => { const hit = document.elementFromPoint(x + across, y + down); return hit !== null && parts.some((part) => part.contains(hit)) })
  }
  const areas = all.map((one) => ({ one, area: areaOf(one) })).filter(({ area }) => wide(area) > HIDDEN_PX && area.right > 0 && area.left < innerWidth)
  const small = areas.filter(({ one, area }) => !large(area) && !inSentence(one))
  const alone = ({ one, area }) => {
    const [x, y] = [(area.left + area.right) / 2, (area.top + area.bottom) / 2]
    return areas.every(({ one: other, area: { left, top, right, bottom } }) => {
      if (other === one) return true
      if (Math.hypot(x - Math.max(left, Math.min(x, right)), y - Math.max(top, Math.min(y, bottom))) < least_px / 2) return false
      return large({ left, top, right, bottom }) || Math.hypot(x - (left + right) / 2, y - (top + bottom) / 2) >= least_px
    })
  }
  return small.filter((found) => !(spaced && alone(found)) && !reaches(found.one)).map(({ one, area }) => 'to be touched, but ' + Math.round(wide(area)) + ' × ' + Math.round(high(area)) + ' px: ' + one.outerHTML.slice(0, 160))
}`
