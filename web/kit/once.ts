import { useState } from 'react'

export interface Once {
  /** Does it, unless the same is under way or done: then its answer is given again. What failed may be tried again. */
  run<Answer>(key: string, act: () => Promise<Answer>): Promise<Answer>
  /** The one act of a form: a second press is silent while it is under way or done. How it went is for the act itself to show. */
  press(act: () => Promise<unknown>): void
  /** The same may be done anew. */
  forget(key: string): void
}

/** For what a second tap must not send again: it comes before the page can show that the first is under way, the server would refuse it, and the refusal would be shown after the success. */
export function createOnce(): Once {
  const answers = new Map<string, Promise<unknown>>()
  function run<Answer>(key: string, act: () => Promise<Answer>): Promise<Answer> {
    const known = answers.get(key)
    if (known !== undefined) return known as Promise<Answer>
    const answer = act()
    answers.set(key, answer)
    answer.catch(() => answers.delete(key))
    return answer
  }
  return {
    run,
    press: (act) => void run('', act).catch(() => undefined),
    forget: (key) => void answers.delete(key),
  }
}

/** `const once = useOnce()`, then `once.run(id, () => client…)` inside of a mutation, or `once.press(() => act.mutateAsync(input))` around one. */
export const useOnce = (): Once => useState(createOnce)[0]
