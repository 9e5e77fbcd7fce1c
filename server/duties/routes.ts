import { implement } from '@orpc/server'
import type { RequestContext } from '../platform/http.ts'
import { dutiesContract } from './contract.ts'
import type { Duties } from './duties.ts'

export const dutiesRoutes = ({ patrols, claims, reservations, attendances, records, policies }: Duties) => {
  const os = implement(dutiesContract).$context<RequestContext>()
  return os.router({
    draftPatrol: os.draftPatrol.handler(({ input, context }) => patrols.draft(context.actor, input)),
    editPatrol: os.editPatrol.handler(({ input, context }) => patrols.edit(context.actor, input)),
    publishPatrol: os.publishPatrol.handler(({ input, context }) => patrols.publish(context.actor, input)),
    cancelPatrol: os.cancelPatrol.handler(({ input, context }) => patrols.cancel(context.actor, input)),
    patrols: os.patrols.handler(({ input, context }) => patrols.list(context.actor, input)),
    patrol: os.patrol.handler(({ input, context }) => claims.one(context.actor, input.id)),
    nearbyPatrols: os.nearbyPatrols.handler(({ input, context }) => claims.nearby(context.actor, input)),
    claimSeat: os.claimSeat.handler(({ input, context }) => claims.claim(context.actor, input.id)),
    releaseSeat: os.releaseSeat.handler(({ input, context }) => claims.release(context.actor, input.id)),
    acknowledgeSeat: os.acknowledgeSeat.handler(({ input, context }) => claims.acknowledge(context.actor, input.id)),
    reservablePatrols: os.reservablePatrols.handler(({ input, context }) => reservations.reservable(context.actor, input)),
    unitReservations: os.unitReservations.handler(({ input, context }) => reservations.ofUnit(context.actor, input)),
    patrolReservations: os.patrolReservations.handler(({ input, context }) => reservations.ofPatrol(context.actor, input.id)),
    reserveSeats: os.reserveSeats.handler(({ input, context }) => reservations.reserve(context.actor, input)),
    returnSeats: os.returnSeats.handler(({ input, context }) => reservations.giveBack(context.actor, input)),
    findUnitMembers: os.findUnitMembers.handler(({ input, context }) => reservations.members.find(context.actor, input)),
    assignMembers: os.assignMembers.handler(({ input, context }) => reservations.members.assign(context.actor, input)),
    replaceMember: os.replaceMember.handler(({ input, context }) => reservations.members.replace(context.actor, input)),
    takeOffMember: os.takeOffMember.handler(({ input, context }) => reservations.members.takeOff(context.actor, input)),
    patrolClaims: os.patrolClaims.handler(({ input, context }) => claims.ofPatrol(context.actor, input.id)),
    myDuties: os.myDuties.handler(({ context }) => claims.mine(context.actor)),
    checkIn: os.checkIn.handler(({ input, context }) => attendances.checkIn(context.actor, input)),
    checkOut: os.checkOut.handler(({ input, context }) => attendances.checkOut(context.actor, input)),
    attendance: os.attendance.handler(({ input, context }) => attendances.one(context.actor, input.id)),
    policy: os.policy.handler(({ input, context }) => policies.sheet(context.actor, input)),
    policyVersions: os.policyVersions.handler(({ input, context }) => policies.versions(context.actor, input.regionCode)),
    setPolicy: os.setPolicy.handler(({ input, context }) => policies.set(context.actor, input)),
    myRecords: os.myRecords.handler(({ input, context }) => records.mine(context.actor, input)),
    records: os.records.handler(({ input, context }) => records.list(context.actor, input)),
    record: os.record.handler(({ input, context }) => records.one(context.actor, input.id)),
    confirmRecord: os.confirmRecord.handler(({ input, context }) => records.confirm(context.actor, input)),
    rejectRecord: os.rejectRecord.handler(({ input, context }) => records.reject(context.actor, input)),
    disputeRecord: os.disputeRecord.handler(({ input, context }) => records.dispute(context.actor, input)),
  })
}
