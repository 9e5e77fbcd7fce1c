import { offeredSteps, type Party, type StepCode, type StepFacts, type StepRefusal } from '../../../server/cases/steps.ts'

/** Possible, but seldom what a case waits for. */
const seldom: readonly StepCode[] = ['decline', 'merge', 'pass', 'reclassify', 'recall', 'locate', 'extend', 'supervise', 'comment', 'note']

/** Who works on a case is settled once it is in progress: then its answer is what it waits for. */
const isMinor = (step: StepCode, { state }: StepFacts): boolean => seldom.includes(step) || (state === 'in-progress' && (step === 'assign' || step === 'hand-over'))

export interface CaseOffer { step: StepCode; refusal: StepRefusal | null; minor: boolean }

/** The steps of a case for its desk, those that may be taken now and are waited for first. Pure. */
export const caseOffers = (facts: StepFacts, parties: readonly Party[], now: Date): CaseOffer[] =>
  offeredSteps(facts, parties, now).map((offer) => ({ ...offer, minor: isMinor(offer.step, facts) })).toSorted((a, b) => Number(a.minor) - Number(b.minor))

/** The step that a case waits for, if any. */
export const foremost = (offers: readonly CaseOffer[]): StepCode | undefined => offers.find(({ refusal, minor }) => refusal === null && !minor)?.step
