import { theme, type ThemeConfig } from 'antd'
import { RADIUS, TOUCH_TARGET_MIN, type as typeScale, type Appearance, type Palette } from '../kit/tokens.ts'

/** antd dressed in our tokens; nothing else sets colours or sizes on the console. */
export const consoleTheme = (colours: Palette, appearance: Appearance): ThemeConfig => ({
  algorithm: appearance === 'dark' ? theme.darkAlgorithm : theme.defaultAlgorithm,
  token: {
    colorPrimary: colours.primary, colorLink: colours.trace, colorInfo: colours.trace, colorError: colours.primary, colorSuccess: colours.done, colorWarning: colours.late,
    colorText: colours.text, colorTextSecondary: colours.textQuiet, colorTextTertiary: colours.textFaint, colorTextPlaceholder: colours.textFaint, colorTextDescription: colours.textQuiet,
    colorTextLightSolid: colours.onPrimary, colorBgBase: colours.surface, colorBgContainer: colours.surface, colorBgElevated: colours.surface, colorBgLayout: colours.page,
    colorBorder: colours.lineStrong, colorBorderSecondary: colours.line, fontFamily: 'inherit', fontSize: typeScale.console.body, borderRadius: RADIUS, controlHeight: 36, controlHeightLG: TOUCH_TARGET_MIN, motionDurationMid: '0.12s', wireframe: false,
  },
  // The dark algorithm would dim what it derives itself below the contrast of our own colours.
  components: { Button: { colorError: colours.primary }, Table: { rowHoverBg: colours.page, rowSelectedBg: colours.sunken, rowSelectedHoverBg: colours.sunken } },
})
