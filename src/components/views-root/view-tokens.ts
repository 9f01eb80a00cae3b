import type { GrafanaTheme2 } from '@grafana/data';

/** The custom properties of src/views/theme/tokens.css, from Grafana's theme. */
export function viewTokens(theme: GrafanaTheme2): Record<`--${string}`, string> {
  const { colors, shadows, shape, spacing, typography } = theme;
  return {
    '--canvas': colors.background.canvas,
    '--panel': colors.background.primary,
    '--panel-raised': colors.background.secondary,
    '--border-weak': colors.border.weak,
    '--border-medium': colors.border.medium,
    '--text': colors.text.primary,
    '--text-strong': colors.text.maxContrast,
    '--text-muted': colors.text.secondary,
    '--accent': colors.primary.text,
    '--accent-surface': colors.primary.transparent,
    '--ok': colors.success.text,
    '--warn': colors.warning.text,
    '--bad': colors.error.text,
    '--unknown': colors.text.secondary,
    '--ok-surface': colors.success.transparent,
    '--warn-surface': colors.warning.transparent,
    '--bad-surface': colors.error.transparent,
    '--grid': colors.border.weak,
    '--shadow': shadows.z2,
    '--font': typography.fontFamily,
    '--font-mono': typography.fontFamilyMonospace,
    '--radius': shape.radius.default,
    '--gap': spacing(1),
  };
}
