import { useCallback } from 'react'
import { useWords } from './words.ts'

/** What a walk is called: its patrol's name, or in the language of the page that someone set out unasked (我要巡逻). */
export function usePatrolName(): (of: { patrolId: string | null; name: string }) => string {
  const say = useWords('kit')
  return useCallback(({ patrolId, name }) => (patrolId === null ? say('patrol.self') : name), [say])
}
