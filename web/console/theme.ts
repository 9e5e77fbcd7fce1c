import { theme, type MappingAlgorithm, type ThemeConfig } from 'antd'
import { RADIUS, TOUCH_TARGET_MIN, type as typeScale, type Appearance, type Palette } from '../kit/tokens.ts'

/** The dark algorithm dims the colours it is given below the contrast that ours were chosen for; they are put back as they are. */
const darkKeepingColours: MappingAlgorithm = (seed, map) => {
  const { colorPrimary, colorError, colorSuccess, colorWarning, colorInfo } = seed
  return { ...theme.darkAlgorithm(seed, map), colorPrimary, colorError, colorSuccess, colorWarning, colorInfo }
}

/** A field that is being filled in is edged in blue, 2 px: red says that something is wrong, and stays while the field is in hand. */
const focus = ({ trace, textFaint }: Palette) => ({ activeBorderColor: trace, hoverBorderColor: textFaint, activeShadow: `0 0 0 1px ${trace}`, errorActiveShadow: `0 0 0 2px ${trace}` })

/** antd dressed in our tokens; nothing else sets colours or sizes on the console. */
export const consoleTheme = (colours: Palette, appearance: Appearance): ThemeConfig => ({
  algorithm: appearance === 'dark' ? darkKeepingColours : theme.defaultAlgorithm,
  token: {
    colorPrimary: colours.primary, colorLink: colours.trace, colorInfo: colours.trace, colorError: colours.primary, colorSuccess: colours.done, colorWarning: colours.late,
    colorText: colours.text, colorTextSecondary: colours.textQuiet, colorTextTertiary: colours.textFaint, colorTextPlaceholder: colours.textFaint, colorTextDescription: colours.textQuiet,
    colorTextLightSolid: colours.onPrimary, colorBgBase: colours.surface, colorBgContainer: colours.surface, colorBgElevated: colours.surface, colorBgLayout: colours.page,
    colorBorder: colours.lineStrong, colorBorderSecondary: colours.line, fontFamily: 'inherit', fontSize: typeScale.console.body, borderRadius: RADIUS, controlOutlineWidth: 1, controlHeight: 36, controlHeightLG: TOUCH_TARGET_MIN, motionDurationMid: '0.12s', wireframe: false,
  },
  components: {
    Input: focus(colours), DatePicker: focus(colours), Select: { activeBorderColor: colours.trace, hoverBorderColor: colours.textFaint, activeOutlineColor: colours.trace },
    Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' }, Table: { rowHoverBg: colours.page, rowSelectedBg: colours.sunken, rowSelectedHoverBg: colours.sunken },
  },
})
