/** Pictures for the demo's reports: drawn, not photographed, and they say so. */
import sharp from 'sharp'
import { chance } from './city/random.ts'

const SCENES: Record<string, { sky: string; ground: string; draw: (x: number) => string }> = {
  'street-light': { sky: '#1d2433', ground: '#2b3140', draw: (x) => `<path d="M${x} 420V120q0-30 60-30h30" stroke="#6b7280" stroke-width="12" fill="none"/><ellipse cx="${x + 100}" cy="96" rx="34" ry="14" fill="#3b4252"/>` },
  'manhole': { sky: '#9aa3ad', ground: '#6b6f75', draw: (x) => `<ellipse cx="${x + 40}" cy="470" rx="110" ry="44" fill="#2f3237"/><path d="M${x - 60} 455l120 30 90-28" stroke="#8b8f96" stroke-width="10" fill="none"/>` },
  'obstruction': { sky: '#c9d3da', ground: '#8d8a84', draw: (x) => `<rect x="${x}" y="360" width="120" height="110" fill="#a9763f"/><rect x="${x + 90}" y="400" width="100" height="80" fill="#b98a52"/><rect x="${x + 20}" y="290" width="90" height="72" fill="#c49a66"/>` },
  'fire-lane': { sky: '#c4ccd4', ground: '#77797c', draw: (x) => `<path d="M${x} 440q10-60 60-66l40-44h120l50 46q50 4 54 64z" fill="#7a2b26"/><circle cx="${x + 70}" cy="446" r="30" fill="#222"/><circle cx="${x + 250}" cy="446" r="30" fill="#222"/>` },
  'ebike-charging': { sky: '#c2c9d2', ground: '#7b7d80', draw: (x) => `<path d="M${x + 30} 180q40 120 10 200t60 62" stroke="#d9822b" stroke-width="6" fill="none"/><circle cx="${x + 30}" cy="462" r="44" stroke="#222" stroke-width="12" fill="none"/><circle cx="${x + 210}" cy="462" r="44" stroke="#222" stroke-width="12" fill="none"/><path d="M${x + 30} 462h70l40-74h46l24 74M${x + 186} 388l-12-54h-34M${x + 66} 396h84" stroke="#2f5d8a" stroke-width="14" fill="none" stroke-linejoin="round"/>` },
  'rubbish': { sky: '#c7d0c9', ground: '#7f8278', draw: (x) => `<circle cx="${x}" cy="430" r="56" fill="#3a4a3f"/><circle cx="${x + 90}" cy="442" r="48" fill="#2d3b55"/><circle cx="${x + 46}" cy="384" r="44" fill="#4b4436"/>` },
}
const OTHER = { sky: '#b9c3cc', ground: '#7d7f82', draw: (x: number) => `<path d="M${x} 480q80-60 180-10t160-20v60H${x - 40}z" fill="#6f94ad"/>` }

/** A JPEG of 960 × 640 for a category; the same seed gives the same picture. */
export function drawnPhoto(category: string, seed: number): Promise<Buffer> {
  const scene = SCENES[category] ?? OTHER
  const random = chance(seed)
  const houses = Array.from({ length: 7 }, (_, i) => {
    const height = random.between(120, 260)
    const shade = Math.round(random.between(120, 190))
    return `<rect x="${i * 140 - 20}" y="${360 - height}" width="128" height="${height}" fill="rgb(${shade},${shade - 8},${shade - 18})" opacity="0.8"/>`
  }).join('')
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="960" height="640"><rect width="960" height="640" fill="${scene.sky}"/>${houses}
    <rect y="360" width="960" height="280" fill="${scene.ground}"/><path d="M0 600L420 360h60L960 620v20H0z" fill="#000" opacity="0.18"/>${scene.draw(random.between(260, 520))}</svg>`
  return sharp(Buffer.from(svg)).jpeg({ quality: 78 }).toBuffer()
}
