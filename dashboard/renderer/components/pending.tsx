/** Three dots; what they stand for is said by the text beside them or by `label`. */
export const Dots = ({ label }: { label?: string }) => (
  <span className="dm-dots" {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}>
    <i />
    <i />
    <i />
  </span>
)
