import type { ComponentType } from 'discord-api-types/v10'
import { useState } from 'react'
import { useRender } from '../context.tsx'
import { formatSize } from '../format.ts'
import type { ControlProps } from './controls.tsx'
import type { ModalInput } from './fields.ts'

type FileInput = Extract<ModalInput, { type: ComponentType.FileUpload }>

/** As the browser's file dialog wants them: `image` is `image/*`, endings stay. */
export const acceptOf = (types: readonly string[]): string =>
  types.map((type) => (type.startsWith('.') ? type : `${type}/*`)).join(',')

export const FileControl = ({ input, id, describedBy, invalid, onChange, onFiles }: ControlProps<FileInput>) => {
  const { locale } = useRender()
  const [files, setFiles] = useState<readonly File[]>([])
  return (
    <div className="dm-upload">
      <input
        id={id}
        type="file"
        multiple={(input.max_values ?? 1) > 1}
        accept={acceptOf(input.file_types ?? [])}
        aria-describedby={describedBy}
        aria-invalid={invalid || undefined}
        onChange={(event) => {
          const chosen = [...(event.currentTarget.files ?? [])]
          setFiles(chosen)
          onFiles(chosen)
          onChange(chosen.map((file) => file.name))
        }}
      />
      {files.map((file) => (
        <div key={file.name} className="dm-muted">
          {file.name} · {formatSize(file.size, locale)}
        </div>
      ))}
    </div>
  )
}
