import { Frame, show, useTree } from './frame';
import { crumbs, list, ownRef } from './shop';

/** What a page needs no library for: nested `details`, an ordered list as breadcrumb, a plain table. */
function Branch({ entry, expanded, setOpen }) {
  if (!entry.children) {
    return (
      <li>
        <span ref={ownRef(entry)}>{entry.label}</span>
      </li>
    );
  }
  return (
    <li>
      <details open={expanded.has(entry.key)} onToggle={(event) => setOpen(entry.key, event.currentTarget.open)}>
        <summary>
          <span ref={ownRef(entry)}>{entry.label}</span>
        </summary>
        <Branches entries={entry.children} expanded={expanded} setOpen={setOpen} />
      </details>
    </li>
  );
}

function Branches({ entries, expanded, setOpen }) {
  return (
    <ul style={{ listStyle: 'none', margin: 0, paddingLeft: 18 }}>
      {entries.map((entry) => (
        <Branch key={entry.key} entry={entry} expanded={expanded} setOpen={setOpen} />
      ))}
    </ul>
  );
}

function Page() {
  const state = useTree();
  const setOpen = (key, isOpen) => {
    if (isOpen !== state.expanded.has(key)) state.toggle(key);
  };
  return (
    <Frame
      state={state}
      breadcrumb={
        <ol style={{ display: 'flex', gap: 8, listStyle: 'none', padding: 0 }}>
          {crumbs.map((crumb, index) => (
            <li key={crumb.key}>
              {index > 0 && '› '}
              <a href="#top" ref={ownRef(crumb)}>
                {crumb.label}
              </a>
            </li>
          ))}
        </ol>
      }
      tree={<Branches entries={state.entries} expanded={state.expanded} setOpen={setOpen} />}
      list={
        <table>
          <thead>
            <tr>
              <th>Name</th>
              <th>Type</th>
              <th>Owner</th>
              <th>Size</th>
            </tr>
          </thead>
          <tbody>
            {list.map((row) => (
              <tr key={row.key}>
                <td ref={ownRef(row)}>{row.label}</td>
                {row.cells.map((cell) => (
                  <td key={cell}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      }
    />
  );
}

show(Page);
