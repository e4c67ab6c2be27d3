import { createRoot } from 'react-dom/client'
import { Gallery } from '../renderer/gallery.tsx'
import '../renderer/renderer.css'

const root = document.getElementById('root')
if (!root) throw new Error('The page has no #root.')

// Look at it with `npx vite dashboard/gallery`; `?theme=light` shows the other theme.
const isLight = new URLSearchParams(location.search).get('theme') === 'light'
createRoot(root).render(<Gallery theme={isLight ? 'light' : 'dark'} />)
