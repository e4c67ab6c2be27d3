/** The bytes of a file as the driver takes them. */
export const base64Of = async (file: File): Promise<string> => {
  const bytes = new Uint8Array(await file.arrayBuffer())
  // A spread of a whole file would have too many arguments.
  let text = ''
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return btoa(text)
}

/** A file as the value of an attachment option or of a modal's file upload. */
export const fileValue = async (file: File) => ({
  filename: file.name,
  content_type: file.type || 'application/octet-stream',
  data: await base64Of(file),
})

/** The values of a modal's file uploads, by custom id. */
export const fileValues = async (files: Readonly<Record<string, readonly File[]>>): Promise<Record<string, unknown>> =>
  Object.fromEntries(
    await Promise.all(
      Object.entries(files).map(async ([id, list]) => [id, await Promise.all(list.map(fileValue))] as const),
    ),
  )
