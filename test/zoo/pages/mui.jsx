import Breadcrumbs from '@mui/material/Breadcrumbs';
import Link from '@mui/material/Link';
import { createTheme, ThemeProvider } from '@mui/material/styles';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableRow from '@mui/material/TableRow';
import Typography from '@mui/material/Typography';
import { SimpleTreeView } from '@mui/x-tree-view/SimpleTreeView';
import { TreeItem } from '@mui/x-tree-view/TreeItem';
import { Frame, show, useTree } from './frame';
import { crumbs, list, ownRef } from './shop';

const theme = createTheme({ palette: { mode: window.zooIsDark ? 'dark' : 'light' } });

function Items({ entries }) {
  return entries.map((entry) => (
    <TreeItem key={entry.key} itemId={entry.key} label={<span ref={ownRef(entry)}>{entry.label}</span>}>
      {entry.children && <Items entries={entry.children} />}
    </TreeItem>
  ));
}

function Crumb({ crumb, isLast }) {
  const Text = isLast ? Typography : Link;
  return (
    <Text ref={ownRef(crumb)} href="#up" color={isLast ? 'text.primary' : 'inherit'}>
      {crumb.label}
    </Text>
  );
}

function Page() {
  const state = useTree();
  return (
    <ThemeProvider theme={theme}>
      <Frame
        state={state}
        breadcrumb={
          <Breadcrumbs>
            {crumbs.map((crumb, index) => (
              <Crumb key={crumb.key} crumb={crumb} isLast={index === crumbs.length - 1} />
            ))}
          </Breadcrumbs>
        }
        tree={
          <SimpleTreeView
            expandedItems={[...state.expanded]}
            onExpandedItemsChange={(_, keys) => state.setExpanded(new Set(keys))}
          >
            <Items entries={state.entries} />
          </SimpleTreeView>
        }
        list={
          <Table size="small">
            <TableBody>
              {list.map((row) => (
                <TableRow key={row.key}>
                  <TableCell ref={ownRef(row)}>{row.label}</TableCell>
                  {row.cells.map((cell) => (
                    <TableCell key={cell}>{cell}</TableCell>
                  ))}
                </TableRow>
              ))}
            </TableBody>
          </Table>
        }
      />
    </ThemeProvider>
  );
}

show(Page);
