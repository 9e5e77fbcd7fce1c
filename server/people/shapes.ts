/** Words and shapes of people that contract, server and pages share. Pure. */
import { z } from 'zod'
import { id, instant, type Words } from '../platform/shapes.ts'

/** Mainland mobile numbers, as typed: spaces, dashes and +86 are taken off. */
export const phone = z.string().max(30).transform((typed) => typed.replace(/[\s-]/g, '').replace(/^(\+|00)?86(?=1\d{10}$)/, '')).pipe(z.string().regex(/^1[3-9]\d{9}$/))
export const code = z.string().trim().regex(/^\d{6}$/)
export const regionCode = z.string().regex(/^(\d{4}|\d{6}|\d{9}|\d{12}|\d{15}|\d{4}z\d{2})$/)
export const reason = z.string().trim().min(2).max(500)
const title = z.string().trim().min(2).max(60)

export const realNameStatus = z.enum(['unverified', 'pending', 'verified', 'rejected'])
export type RealNameStatus = z.infer<typeof realNameStatus>

/** Allowed steps of the real-name check. A verified person may be sent back when the review turns out wrong. */
export const realNameSteps = {
  submit: ['unverified', 'rejected'],
  verify: ['pending'],
  reject: ['pending', 'verified'],
} as const satisfies Record<string, readonly RealNameStatus[]>
/** True when the step may be taken in this state. */
export const realNameCan = (step: keyof typeof realNameSteps, status: RealNameStatus): boolean => (realNameSteps[step] as readonly RealNameStatus[]).includes(status)

export const language = z.enum(['zh', 'en'])
export const role = z.enum(['officer', 'police', 'liaison', 'leader'])
export const roleWords: Record<z.infer<typeof role>, Words> = {
  officer: { zh: '管理员', en: 'Officer' }, police: { zh: '民警', en: 'Police' }, liaison: { zh: '单位联络员', en: 'Liaison' }, leader: { zh: '队长', en: 'Team leader' },
}

/** What a person can do besides walking; conditions of duties name these codes. */
export const skillWords = {
  'first-aid': { zh: '急救', en: 'First aid' }, 'medicine': { zh: '医疗', en: 'Medicine' }, 'law': { zh: '法律', en: 'Law' },
  'mediation': { zh: '调解', en: 'Mediation' }, 'counselling': { zh: '心理疏导', en: 'Counselling' }, 'driving': { zh: '驾驶', en: 'Driving' },
  'riding': { zh: '骑行', en: 'Riding' }, 'swimming': { zh: '游泳救生', en: 'Lifesaving' }, 'fire': { zh: '消防', en: 'Fire safety' },
  'electrics': { zh: '电工', en: 'Electrics' }, 'plumbing': { zh: '水暖维修', en: 'Plumbing' }, 'teaching': { zh: '辅导教学', en: 'Teaching' },
  'elder-care': { zh: '助老', en: 'Elder care' }, 'sign-language': { zh: '手语', en: 'Sign language' }, 'minnan': { zh: '闽南话', en: 'Hokkien' },
  'drone': { zh: '无人机', en: 'Drone' }, 'computer': { zh: '电脑网络', en: 'Computers' },
} as const satisfies Record<string, Words>
export type Skill = keyof typeof skillWords
export const skill = z.enum(Object.keys(skillWords) as [Skill, ...Skill[]])

export const organisationKindWords = {
  'committee': { zh: '村居委会', en: 'Community committee' }, 'street-office': { zh: '街道办、乡镇政府', en: 'Street or town office' }, 'police-station': { zh: '派出所', en: 'Police station' },
  'department': { zh: '机关部门', en: 'Government department' }, 'hospital': { zh: '医院', en: 'Hospital' }, 'school': { zh: '学校', en: 'School' },
  'company': { zh: '企业', en: 'Company' }, 'association': { zh: '社会组织', en: 'Association' },
} as const satisfies Record<string, Words>
export type OrganisationKind = keyof typeof organisationKindWords
export const organisationKind = z.enum(Object.keys(organisationKindWords) as [OrganisationKind, ...OrganisationKind[]])

export const teamKindWords = {
  'patrol': { zh: '巡逻', en: 'Patrol' }, 'riders': { zh: '骑行快处', en: 'Riders' }, 'traffic': { zh: '文明交通', en: 'Traffic' }, 'mediation': { zh: '调解', en: 'Mediation' },
  'medical': { zh: '医疗救护', en: 'Medical' }, 'legal': { zh: '法律服务', en: 'Legal' }, 'fire': { zh: '消防', en: 'Fire' }, 'care': { zh: '关爱帮扶', en: 'Care' },
  'students': { zh: '学生志愿', en: 'Students' }, 'general': { zh: '综合服务', en: 'General' },
} as const satisfies Record<string, Words>
export type TeamKind = keyof typeof teamKindWords
export const teamKind = z.enum(Object.keys(teamKindWords) as [TeamKind, ...TeamKind[]])

export const purpose = z.enum(['service-terms', 'privacy', 'real-name', 'location-tracking', 'photo'])
export type Purpose = z.infer<typeof purpose>

const regionName = { regionCode: z.string(), regionName: z.string() }

export const grant = z.object({
  id, role, personId: id, displayName: z.string(), regionCode: z.string().nullable(), regionName: z.string().nullable(),
  organisationId: id.nullable(), organisationName: z.string().nullable(), teamId: id.nullable(), teamName: z.string().nullable(), grantedAt: instant,
})
export type GrantView = z.infer<typeof grant>

export const teamCard = z.object({
  id, name: z.string(), kind: teamKind, about: z.string(), ...regionName, organisationId: id.nullable(), organisationName: z.string().nullable(),
  leaderId: id.nullable(), leaderName: z.string().nullable(), members: z.number().int(), closedAt: instant.nullable(),
  /** How the asker stands to it, so that the page offers the right step. */
  standing: z.enum(['none', 'requested', 'member', 'leader']),
})
export type TeamCard = z.infer<typeof teamCard>
export const teamDraft = z.object({ name: title, kind: teamKind, about: z.string().trim().max(500).default(''), regionCode, organisationId: id.nullable().default(null), leaderId: id.nullable().default(null) })
export const teamEdit = teamDraft.pick({ name: true, kind: true, about: true })
export const member = z.object({ personId: id, displayName: z.string(), realName: realNameStatus, joinedAt: instant, leader: z.boolean() })
export const joinRequest = z.object({
  id, teamId: id, teamName: z.string(), personId: id, displayName: z.string(), realName: realNameStatus, message: z.string(),
  state: z.enum(['pending', 'approved', 'refused', 'withdrawn']), createdAt: instant, decidedAt: instant.nullable(), reason: z.string().nullable(),
})
export const teamLink = z.object({ id, teamId: id, path: z.string(), createdAt: instant, expiresAt: instant, usesMax: z.number().int(), uses: z.number().int(), revokedAt: instant.nullable() })

export const organisation = z.object({ id, name: z.string(), kind: organisationKind, creditCode: z.string().nullable(), ...regionName, teams: z.number().int(), liaisons: z.array(z.object({ personId: id, displayName: z.string() })) })
export const organisationDraft = z.object({ name: title, kind: organisationKind, regionCode, creditCode: z.string().trim().toUpperCase().max(18).nullable().default(null) })

export const invitation = z.object({
  id, phone: z.string(), role: role.nullable(), regionName: z.string().nullable(), organisationName: z.string().nullable(), teamName: z.string().nullable(), invitedBy: z.string(),
  state: z.enum(['open', 'accepted', 'refused', 'withdrawn', 'expired']), createdAt: instant, expiresAt: instant,
})
/** Either membership of a team, or a role for a region or an organisation. */
export const invitationDraft = z.object({ phone, teamId: id.optional(), role: role.exclude(['leader']).optional(), regionCode: regionCode.optional(), organisationId: id.optional() })
  .refine((draft) => (draft.teamId !== undefined) !== (draft.role !== undefined), { message: 'either a team or a role', path: ['role'] })

export const consentText = z.object({ purpose, version: z.number().int(), title: z.object({ zh: z.string(), en: z.string() }), body: z.object({ zh: z.string(), en: z.string() }), required: z.boolean() })
export const consentState = z.object({ purpose, currentVersion: z.number().int(), givenVersion: z.number().int().nullable(), givenAt: instant.nullable(), withdrawnAt: instant.nullable() })

export const profile = z.object({ regionCode: regionCode.nullable(), skills: z.array(skill).max(20), language, bigLetters: z.boolean() })
export const me = z.object({
  id, phone: z.string(), displayName: z.string(), idNumber: z.string().nullable(), realName: realNameStatus, rejectedBecause: z.string().nullable(), age: z.number().int().nullable(),
  ...profile.shape, regionName: z.string().nullable(), grants: z.array(grant), teams: z.array(z.object({ id, name: z.string(), leader: z.boolean() })),
  consentsDue: z.array(purpose), invitations: z.number().int(), sessionId: id,
})
export type Me = z.infer<typeof me>
export const session = z.object({ id, createdAt: instant, lastSeenAt: instant, device: z.string(), ip: z.string(), current: z.boolean() })

export const personCard = z.object({ id, displayName: z.string(), phone: z.string(), realName: realNameStatus, age: z.number().int().nullable(), regionCode: z.string().nullable(), regionName: z.string().nullable(), skills: z.array(skill), joinedAt: instant })
export const personDetail = personCard.extend({ idNumber: z.string().nullable(), teams: z.array(z.object({ id, name: z.string(), leader: z.boolean() })), grants: z.array(grant) })
export const fullIdentity = z.object({ name: z.string().nullable(), idNumber: z.string().nullable(), phone: z.string(), birthDate: z.string().nullable(), sex: z.enum(['female', 'male']).nullable(), guardian: z.string().nullable() })
export const application = z.object({ id, personId: id, displayName: z.string(), idNumber: z.string().nullable(), age: z.number().int().nullable(), minor: z.boolean(), regionName: z.string().nullable(), state: z.enum(['pending', 'verified', 'rejected']), submittedAt: instant, decidedAt: instant.nullable(), reason: z.string().nullable() })
export const auditEntry = z.object({ id, at: instant, actor: z.string(), actorName: z.string().nullable(), action: z.string(), subject: z.string(), reason: z.string().nullable(), details: z.record(z.string(), z.unknown()), ip: z.string().nullable() })
