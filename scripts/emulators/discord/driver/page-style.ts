export const pageStyle = `
:root { --back: #1b1d23; --panel: #23262e; --line: #3a3e4a; --text: #e8e9ee; --soft: #a6abb8; --accent: #8b9bff; --bad: #ff8a8a; --own: #2d3140 }
@media (prefers-color-scheme: light) {
  :root { --back: #f6f7fa; --panel: #fff; --line: #d5d8e0; --text: #1c1f28; --soft: #596070; --accent: #3d4ccf; --bad: #b3261e; --own: #eef0fb }
}
* { box-sizing: border-box }
body { margin: 0; height: 100dvh; display: flex; flex-direction: column; background: var(--back); color: var(--text); font: 15px/1.45 system-ui, sans-serif }
h1 { font-size: 1.05rem; margin: 0 } h2 { font-size: .95rem; margin: .6rem 0 .3rem }
header { display: flex; flex-wrap: wrap; gap: .3rem 1rem; align-items: center; padding: .6rem .9rem; border-bottom: 1px solid var(--line); background: var(--panel) }
header p { color: var(--soft); margin: 0; flex: 1 1 14rem }
main { flex: 1; min-height: 0; display: grid; grid-template-columns: 11rem 1fr 20rem }
nav, aside { overflow: auto; padding: .6rem; background: var(--panel) }
nav { border-right: 1px solid var(--line) } aside { border-left: 1px solid var(--line); font-size: .82rem }
nav button { display: block; width: 100%; text-align: left; border: 0; background: none; padding: .35rem .5rem; border-radius: 6px }
nav button[aria-current=true] { background: var(--own); color: var(--accent); font-weight: 600 }
section { display: flex; flex-direction: column; min-height: 0 }
#messages { flex: 1; overflow: auto; list-style: none; margin: 0; padding: .6rem .9rem }
#messages li { padding: .4rem 0; overflow-wrap: anywhere } #messages .meta { color: var(--soft); font-size: .8rem }
.text { white-space: pre-wrap } .ephemeral { border-left: 3px solid var(--accent); padding-left: .6rem; background: var(--own) }
.box { border: 1px solid var(--line); border-left: 4px solid var(--accent); border-radius: 6px; padding: .5rem .7rem; margin: .3rem 0; max-width: 42rem; background: var(--panel) }
.row { display: flex; flex-wrap: wrap; gap: .4rem; margin: .35rem 0 }
#composer { display: flex; gap: .5rem; padding: .6rem .9rem; border-top: 1px solid var(--line) }
#line { flex: 1; min-width: 0 }
#status { margin: 0; padding: 0 .9rem; color: var(--bad); min-height: 1.4em }
button, input, select, textarea { font: inherit; color: inherit; background: var(--back); border: 1px solid var(--line); border-radius: 6px; padding: .35rem .6rem; max-width: 100% }
button { cursor: pointer } button:disabled { opacity: .5; cursor: default }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px }
button.s1 { border-color: var(--accent) } button.s3 { border-color: #3ba55d } button.s4 { border-color: var(--bad) }
aside ul { list-style: none; padding: 0; margin: 0; font-family: ui-monospace, monospace; overflow-wrap: anywhere }
aside li { padding: .2rem 0; border-bottom: 1px solid var(--line) } .violation { color: var(--bad) }
dialog { background: var(--panel); color: var(--text); border: 1px solid var(--line); border-radius: 10px; width: min(30rem, 94vw) }
dialog label { display: block; margin: .5rem 0 } dialog input, dialog textarea, dialog select { width: 100% } dialog [role=alert] { color: var(--bad) }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
@media (max-width: 800px) {
  body { height: auto; min-height: 100dvh }
  main { grid-template-columns: 1fr }
  nav { display: flex; overflow-x: auto; border: 0 } nav button { width: auto; white-space: nowrap }
  #messages { max-height: 55dvh; min-height: 12rem } aside { border: 0; border-top: 1px solid var(--line); max-height: 40dvh }
}
`
