import { useState } from 'react'

export interface Once {
  /** Does it, unless the same is under way or done: then its answer is given again. What failed may be tried again. */
  run<Answer>(key: string, act: () => Promise<Answer>): Promise<Answer>
  /** The same may be done anew. */
  forget(key: string): void
}

/** For what a second tap must not send again: the server would refuse it, and the refusal would be shown after the success. */
export function createOnce(): Once {
  const answers = new Map<string, Promise<unknown>>()
  return {
    run<Answer>(key: string, act: () => Promise<Answer>): Promise<Answer> {
      const known = answers.get(key)
      if (known !== undefined) return known as Promise<Answer>
      const answer = act()
      answers.set(key, answer)
      answer.catch(() => answers.delete(key))
      return answer
    },
    forget: (key) => void answers.delete(key),
  }
}

export const useOnce = (): Once => useState(createOnce)[0]
