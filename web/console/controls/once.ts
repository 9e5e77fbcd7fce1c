import { useState } from 'react'

/** Lets an act begin once; only a refusal makes it possible again. A double click comes before the page can show that the first one is under way. Pure. */
export function createOnce(): (begin: (refused: () => void) => void) => void {
  let begun = false
  return (begin) => {
    if (begun) return
    begun = true
    begin(() => { begun = false })
  }
}

/** `const once = useOnce()`, then `once((refused) => act.mutate(input, { onError: refused }))`. */
export const useOnce = (): ReturnType<typeof createOnce> => useState(createOnce)[0]
