export type Inline =
  | { kind: 'text' | 'code'; text: string }
  | { kind: 'bold' | 'italic' | 'underline' | 'strike'; children: Inline[] }
  | { kind: 'user' | 'role' | 'channel'; id: string }
  | { kind: 'command' | 'emoji' | 'everyone'; name: string }
  | { kind: 'time'; seconds: number; style: string }
  | { kind: 'link'; url: string; children: Inline[] }

export type Block =
  | { kind: 'heading'; level: number; children: Inline[] }
  | { kind: 'paragraph' | 'subtext'; children: Inline[] }
  | { kind: 'quote'; children: Block[] }
  | { kind: 'codeblock'; text: string }
  | { kind: 'list'; ordered: boolean; start: number; items: { depth: number; children: Inline[] }[] }

export const parseInline: (source: string) => Inline[]
export const parseMarkdown: (source: string) => Block[]
