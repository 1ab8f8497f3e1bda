# PowerShell completion for routes (mail-routes), PowerShell 5.1 or newer.
# @generated

Register-ArgumentCompleter -Native -CommandName 'routes', 'mail-routes' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

# @data

    # The words before the cursor, without their quotes.
    $words = @(foreach ($element in $commandAst.CommandElements) {
        if ($element.Extent.EndOffset -lt $cursorPosition) {
            if ($element.PSObject.Properties['Value']) { [string]$element.Value } else { $element.Extent.Text }
        }
    })
    $current = $wordToComplete -replace '^["'']', ''

    # The command, its operands, the flag whose value comes next, and which store is meant.
    $command = $null
    $operands = @()
    $store = @()
    $takes = $null
    $isOver = $false
    foreach ($word in @($words | Select-Object -Skip 1)) {
        if ($null -ne $takes) {
            if ($takes -in '--store', '--config') { $store += $takes, ($word -replace '^~(?=[\\/])', $HOME) }
            $takes = $null
        } elseif (-not $isOver -and $word -eq '--') {
            $isOver = $true
        } elseif (-not $isOver -and $word -match '^-.') {
            if ($word -match '^--(store|config)=') { $store += $word }
            if ($flagsWithValue -ccontains $word) { $takes = $word }
        } elseif ($null -eq $command) {
            $command = if ($aliases.ContainsKey($word)) { $aliases[$word] } else { $word }
        } else {
            $operands += $word
        }
    }
    $known = $commands[[string]$command]

    function Complete-Word($word, $meaning) {
        if (-not $word.StartsWith($current, [StringComparison]::OrdinalIgnoreCase)) { return }
        $typed = if ($word -match '^[\p{L}\p{N}_./:=+-]+$') { $word } else {
            # PowerShell takes the curly quotes for quotes too.
            "'" + ($word -replace "(['\u2018\u2019\u201a\u201b])", '$1$1') + "'"
        }
        if (-not $meaning) { $meaning = $word }
        [System.Management.Automation.CompletionResult]::new($typed, $word, 'ParameterValue', $meaning)
    }

    # The routes of the store in use: name, hosts, boxes, console.
    function Get-RouteRow {
        $before = [Console]::OutputEncoding
        try {
            [Console]::OutputEncoding = [System.Text.Encoding]::UTF8
            & $words[0] list @store 2>$null | ForEach-Object { , ($_ -split "`t") }
        } finally {
            [Console]::OutputEncoding = $before
        }
    }

    function Complete-Value($value, $prefix) {
        switch -Regex ($value) {
            '^route$' {
                Get-RouteRow | Where-Object { -not ($operands -ccontains $_[0]) } |
                    ForEach-Object { Complete-Word ($prefix + $_[0]) $_[1] }
            }
            '^host$' {
                Get-RouteRow | ForEach-Object { $_[1] -split ' ' } | Where-Object { $_ -ne '|' } |
                    ForEach-Object { $_ -replace '=\d+$', '' } | Sort-Object -Unique |
                    ForEach-Object { Complete-Word ($prefix + $_) '' }
            }
            '^words' { $value -split ' ' | Select-Object -Skip 1 | ForEach-Object { Complete-Word ($prefix + $_) '' } }
            '^(file|folder|words-or-file)' {
                [System.Management.Automation.CompletionCompleters]::CompleteFilename($current.Substring($prefix.Length))
            }
        }
    }

    function Get-FlagValue($flag) {
        foreach ($flags in @($known.Flags, $globalFlags)) {
            if ($null -ne $flags -and $flags.Contains($flag)) { return $flags[$flag][1] }
        }
    }

    if ($null -ne $takes) {
        Complete-Value (Get-FlagValue $takes) ''
    } elseif (-not $isOver -and $current -match '^(--[^=]+)=') {
        Complete-Value (Get-FlagValue $Matches[1]) ($Matches[1] + '=')
    } elseif (-not $isOver -and $current.StartsWith('-')) {
        foreach ($flags in @($known.Flags, $globalFlags)) {
            if ($null -eq $flags) { continue }
            foreach ($flag in $flags.Keys) {
                if ($flag.StartsWith('--')) { Complete-Word $flag $flags[$flag][0] }
            }
        }
    } elseif ($null -eq $command) {
        foreach ($name in $commands.Keys) { Complete-Word $name $commands[$name].Summary }
    } elseif ($null -ne $known -and $known.Operands.Count -gt 0) {
        $place = [Math]::Min($operands.Count, $known.Operands.Count - 1)
        if ($operands.Count -eq $place -or $known.IsVariadic) { Complete-Value $known.Operands[$place] '' }
    }
}
