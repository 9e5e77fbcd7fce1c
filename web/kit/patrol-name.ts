import { useCallback } from 'react'
import { SELF_STARTED_NAME } from '../../server/duties/steps.ts'
import { useWords } from './words.ts'

/** A walk by what is known of it; `patrolId` is undefined where only its stored name was kept, as in old entries and in notices. */
interface Walk { patrolId?: string | null | undefined; name: string }

export const isSelfStarted = ({ patrolId, name }: Walk): boolean => patrolId === null || (patrolId === undefined && name === SELF_STARTED_NAME)

/** What a walk is called: its patrol's name, or in the language of the page that someone set out unasked (我要巡逻). */
export function usePatrolName(): (of: Walk) => string {
  const say = useWords('kit')
  return useCallback((walk) => (isSelfStarted(walk) ? say('patrol.self') : walk.name), [say])
}
