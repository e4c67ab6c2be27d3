/** Numbers of Discord docs: components/reference. */
export const componentType = {
  actionRow: 1,
  button: 2,
  stringSelect: 3,
  textInput: 4,
  userSelect: 5,
  channelSelect: 8,
  section: 9,
  textDisplay: 10,
  thumbnail: 11,
  mediaGallery: 12,
  file: 13,
  separator: 14,
  container: 17,
  label: 18,
  fileUpload: 19,
  radioGroup: 21,
  checkboxGroup: 22,
  checkbox: 23,
} as const

/** String, user, role, mentionable and channel selects. */
export const isSelect = (type: unknown): boolean => typeof type === 'number' && (type === 3 || (type >= 5 && type <= 8))
