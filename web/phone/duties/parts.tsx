/** "街面巡防 · 余 6/6 · 10 分/时": quiet facts in a row that break between facts, never inside one. */
export function Parts({ parts }: { parts: readonly (string | null)[] }) {
  return <span className="parts">{parts.filter((part) => part !== null && part !== '').map((part) => <span key={part}>{part}</span>)}</span>
}
