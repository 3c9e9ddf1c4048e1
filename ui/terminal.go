package ui

import tea "charm.land/bubbletea/v2"

// fromTerminal takes what the terminal tells: its size, its focus, and what a
// person does to it.
func (m *Model) fromTerminal(msg tea.Msg) (cmd tea.Cmd, known bool) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
		cmd = m.refreshed()
	case tea.KeyPressMsg:
		m.keyed = m.wall
		cmd = m.key(msg)
	case tea.PasteMsg:
		m.keyed = m.wall
		cmd = m.paste(msg)
	case tea.MouseClickMsg:
		m.keyed = m.wall
		cmd = m.click(msg)
	case tea.MouseWheelMsg:
		m.keyed = m.wall
		cmd = m.wheel(msg)
	case tea.FocusMsg:
		m.blurred, m.keyed = false, m.wall
		cmd = m.askGround() // it may have changed with the time of day
	case tea.BackgroundColorMsg:
		m.grounded(msg)
	case tea.BlurMsg:
		m.blurred = true
	case tea.ResumeMsg:
		cmd = tea.ClearScreen
	default:
		return nil, false
	}
	return cmd, true
}
