import type { Words } from '../platform/shapes.ts'
import type { Purpose } from './contract.ts'

export interface ConsentText {
  purpose: Purpose
  /** Rises with every change of meaning; an older consent is then due again. */
  version: number
  title: Words
  body: Words
  /** Needed for using the service at all; the others stand by themselves and may be refused or withdrawn without losing the rest. */
  required: boolean
}

/** The newest text of each purpose. Earlier versions stay in the repository's history; the ledger keeps which one a person agreed to. */
export const consentTexts: readonly ConsentText[] = [
  {
    purpose: 'service-terms', version: 1, required: true, title: { zh: '志愿服务约定', en: 'Terms of service' },
    body: {
      zh: '平安志愿服务出于自愿，不收取报酬。您可以随时退出任务、队伍和平台。遇到危险请立即离开并拨打110、119、120或122，不要自行处置。服务时长如实记录，任何人不得代签、代走；发现记录有误，您可以提出异议。',
      en: 'Serving is voluntary and unpaid. You may leave a duty, a team or the platform at any time. In danger, leave at once and call 110, 119, 120 or 122; do not act on your own. Hours are recorded truthfully; nobody signs or walks for another. You may dispute any record.',
    },
  },
  {
    purpose: 'privacy', version: 2, required: true, title: { zh: '个人信息处理说明', en: 'How personal information is handled' },
    body: {
      zh: '我们保存您的手机号，用于登录和通知；加密存放，对他人只显示前三位和后四位。您可以随时查看、下载、更正自己的信息，或注销账号；注销后密钥销毁，已加密的信息无法再读取。管理员查看完整信息必须写明理由并留下记录。您拍摄的现场照片只用于处理所报事项：发送前可以预览，位置等附带信息会去除；请避免拍到无关人员的正脸和证件。公开使用您的照片会另行征求同意。',
      en: 'We keep your phone number to sign you in and reach you; it is encrypted, and others see only its first three and last four digits. You may look at, download and correct what is held about you, or delete your account; its key is then destroyed and what was encrypted can no longer be read. An officer who reads a full identity must give a reason, and it is recorded. Photos you take serve only to handle the matter reported: you see them before sending, and hidden details such as position are removed; please keep faces and papers of others out. Publishing a photo of you is asked for separately.',
    },
  },
  {
    purpose: 'real-name', version: 1, required: false, title: { zh: '实名信息单独同意', en: 'Separate consent: real name' },
    body: {
      zh: '姓名和身份证号码属于敏感个人信息，仅用于核实身份、判断年龄条件、出具服务记录证明和投保。由您所在辖区的管理员审核。不同意不影响浏览和上报，但不能参加需要实名的任务。',
      en: 'Name and ID number are sensitive. They serve to check who you are and how old, to issue service certificates and to insure you, and are reviewed by officers of your region. Without this consent you can still read and report, but not take duties that need a checked name.',
    },
  },
  {
    purpose: 'location-tracking', version: 1, required: false, title: { zh: '巡逻定位单独同意', en: 'Separate consent: location while on duty' },
    body: {
      zh: '行踪轨迹属于敏感个人信息。只在您签到后、签退前记录位置，屏幕上始终有提示；用于证明服务、保障安全和附近调度，由辖区管理员查看并留痕。原始定位点到期自动删除，只保留里程和时长。可以随时撤回。',
      en: 'Your movements are sensitive. Your position is recorded only between check-in and check-out, with a sign on the screen all the while; it proves the service, keeps you safe and finds who is near. Officers of the region see it and every view is recorded. Raw positions are deleted after a set time; distance and minutes stay. You may withdraw at any time.',
    },
  },
]

/** What must be agreed to before serving. */
export const requiredTexts = consentTexts.filter((text) => text.required)

/** The newest version of a purpose's text. */
export const currentVersion = (purpose: Purpose): number => (consentTexts.find((text) => text.purpose === purpose) as ConsentText).version
