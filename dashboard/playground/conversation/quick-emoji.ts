/** The emoji that the reaction picker offers. */
export const quickEmoji = [
  { emoji: '👍', name: 'thumbs up' },
  { emoji: '👎', name: 'thumbs down' },
  { emoji: '❤️', name: 'heart' },
  { emoji: '😂', name: 'joy' },
  { emoji: '🎉', name: 'tada' },
  { emoji: '👀', name: 'eyes' },
  { emoji: '✅', name: 'check mark' },
  { emoji: '❌', name: 'cross mark' },
] as const
