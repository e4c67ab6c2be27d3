import type { CSSProperties } from 'react'
import { cssColor } from './format.ts'

type Rgb = readonly [number, number, number]

const toRgb = (color: number): Rgb => [(color >> 16) & 255, (color >> 8) & 255, color & 255]

const channelLight = (value: number): number => {
  const share = value / 255
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
}

const luminance = ([red, green, blue]: Rgb): number =>
  0.2126 * channelLight(red) + 0.7152 * channelLight(green) + 0.0722 * channelLight(blue)

/** WCAG 2 contrast of two colour numbers, from 1 to 21. */
export const contrast = (one: number, other: number): number => {
  const [low, high] = [luminance(toRgb(one)), luminance(toRgb(other))].toSorted((a, b) => a - b)
  return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05)
}

const mixChannel = (from: number, to: number, share: number): number => Math.round(from + (to - from) * share)

const mix = (color: number, target: number, share: number): number => {
  const [red, green, blue] = toRgb(color)
  const [toRed, toGreen, toBlue] = toRgb(target)
  return (
    (mixChannel(red, toRed, share) << 16) + (mixChannel(green, toGreen, share) << 8) + mixChannel(blue, toBlue, share)
  )
}

const steps = Array.from({ length: 21 }, (_, step) => step / 20)

/** The colour nearest to the given one, towards black or white, that can be read (4.5:1) on the background. */
export const readableOn = (color: number, background: number): number => {
  const target = luminance(toRgb(background)) > 0.18 ? 0x000000 : 0xffffff
  const share = steps.find((step) => contrast(mix(color, target, step), background) >= 4.5) ?? 1
  return mix(color, target, share)
}

/* The lightest dark and the darkest light ground that names stand on: hovered and highlighted rows. */
const darkGround = 0x3b3d44
const lightGround = 0xe9eaee

/** A role's colour for both themes, as the variables that `.dm-tinted` reads; nothing for "no colour". */
export const tint = (color: number | undefined): CSSProperties | undefined => {
  if (!color) return undefined
  const variables: Record<`--${string}`, string | undefined> = {
    '--dm-tint-dark': cssColor(readableOn(color, darkGround)),
    '--dm-tint-light': cssColor(readableOn(color, lightGround)),
  }
  return variables
}
