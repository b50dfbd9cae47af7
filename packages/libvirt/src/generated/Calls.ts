/**
 * The typed calls of a connection: one method per procedure.
 *
 * Method names follow the rule stated in `Procedures`. An argument or result structure is the wire's own:
 * `domainGetInfo`
 * takes `DomainGetInfoArgs` and yields `DomainGetInfoRet`.
 *
 * Generated from the protocol definitions of libvirt 9.0.0 by `generator/main.ts`; do not edit.
 *
 * @since 0.1.0
 */
import type * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type { LibvirtError } from "../LibvirtError.ts"
import type { LibvirtStream } from "../LibvirtStream.ts"
import type { AuthListRet, AuthPolkitRet, AuthSaslInitRet, AuthSaslStartArgs, AuthSaslStartRet, AuthSaslStepArgs, AuthSaslStepRet, ConnectBaselineCpuArgs, ConnectBaselineCpuRet, ConnectBaselineHypervisorCpuArgs, ConnectBaselineHypervisorCpuRet, ConnectCompareCpuArgs, ConnectCompareCpuRet, ConnectCompareHypervisorCpuArgs, ConnectCompareHypervisorCpuRet, ConnectDomainEventCallbackDeregisterAnyArgs, ConnectDomainEventCallbackRegisterAnyArgs, ConnectDomainEventCallbackRegisterAnyRet, ConnectDomainEventDeregisterAnyArgs, ConnectDomainEventDeregisterRet, ConnectDomainEventRegisterAnyArgs, ConnectDomainEventRegisterRet, ConnectDomainXmlFromNativeArgs, ConnectDomainXmlFromNativeRet, ConnectDomainXmlToNativeArgs, ConnectDomainXmlToNativeRet, ConnectFindStoragePoolSourcesArgs, ConnectFindStoragePoolSourcesRet, ConnectGetAllDomainStatsArgs, ConnectGetAllDomainStatsRet, ConnectGetCapabilitiesRet, ConnectGetCpuModelNamesArgs, ConnectGetCpuModelNamesRet, ConnectGetDomainCapabilitiesArgs, ConnectGetDomainCapabilitiesRet, ConnectGetHostnameRet, ConnectGetLibVersionRet, ConnectGetMaxVcpusArgs, ConnectGetMaxVcpusRet, ConnectGetStoragePoolCapabilitiesArgs, ConnectGetStoragePoolCapabilitiesRet, ConnectGetSysinfoArgs, ConnectGetSysinfoRet, ConnectGetTypeRet, ConnectGetUriRet, ConnectGetVersionRet, ConnectIsSecureRet, ConnectListAllDomainsArgs, ConnectListAllDomainsRet, ConnectListAllInterfacesArgs, ConnectListAllInterfacesRet, ConnectListAllNetworksArgs, ConnectListAllNetworksRet, ConnectListAllNodeDevicesArgs, ConnectListAllNodeDevicesRet, ConnectListAllNwfilterBindingsArgs, ConnectListAllNwfilterBindingsRet, ConnectListAllNwfiltersArgs, ConnectListAllNwfiltersRet, ConnectListAllSecretsArgs, ConnectListAllSecretsRet, ConnectListAllStoragePoolsArgs, ConnectListAllStoragePoolsRet, ConnectListDefinedDomainsArgs, ConnectListDefinedDomainsRet, ConnectListDefinedInterfacesArgs, ConnectListDefinedInterfacesRet, ConnectListDefinedNetworksArgs, ConnectListDefinedNetworksRet, ConnectListDefinedStoragePoolsArgs, ConnectListDefinedStoragePoolsRet, ConnectListDomainsArgs, ConnectListDomainsRet, ConnectListInterfacesArgs, ConnectListInterfacesRet, ConnectListNetworksArgs, ConnectListNetworksRet, ConnectListNwfiltersArgs, ConnectListNwfiltersRet, ConnectListSecretsArgs, ConnectListSecretsRet, ConnectListStoragePoolsArgs, ConnectListStoragePoolsRet, ConnectNetworkEventDeregisterAnyArgs, ConnectNetworkEventRegisterAnyArgs, ConnectNetworkEventRegisterAnyRet, ConnectNodeDeviceEventDeregisterAnyArgs, ConnectNodeDeviceEventRegisterAnyArgs, ConnectNodeDeviceEventRegisterAnyRet, ConnectNumOfDefinedDomainsRet, ConnectNumOfDefinedInterfacesRet, ConnectNumOfDefinedNetworksRet, ConnectNumOfDefinedStoragePoolsRet, ConnectNumOfDomainsRet, ConnectNumOfInterfacesRet, ConnectNumOfNetworksRet, ConnectNumOfNwfiltersRet, ConnectNumOfSecretsRet, ConnectNumOfStoragePoolsRet, ConnectOpenArgs, ConnectSecretEventDeregisterAnyArgs, ConnectSecretEventRegisterAnyArgs, ConnectSecretEventRegisterAnyRet, ConnectSetIdentityArgs, ConnectStoragePoolEventDeregisterAnyArgs, ConnectStoragePoolEventRegisterAnyArgs, ConnectStoragePoolEventRegisterAnyRet, ConnectSupportsFeatureArgs, ConnectSupportsFeatureRet, NodeAllocPagesArgs, NodeAllocPagesRet, NodeDeviceCreateArgs, NodeDeviceCreateXmlArgs, NodeDeviceCreateXmlRet, NodeDeviceDefineXmlArgs, NodeDeviceDefineXmlRet, NodeDeviceDestroyArgs, NodeDeviceDetachFlagsArgs, NodeDeviceDettachArgs, NodeDeviceGetAutostartArgs, NodeDeviceGetAutostartRet, NodeDeviceGetParentArgs, NodeDeviceGetParentRet, NodeDeviceGetXmlDescArgs, NodeDeviceGetXmlDescRet, NodeDeviceIsActiveArgs, NodeDeviceIsActiveRet, NodeDeviceIsPersistentArgs, NodeDeviceIsPersistentRet, NodeDeviceListCapsArgs, NodeDeviceListCapsRet, NodeDeviceLookupByNameArgs, NodeDeviceLookupByNameRet, NodeDeviceLookupScsiHostByWwnArgs, NodeDeviceLookupScsiHostByWwnRet, NodeDeviceNumOfCapsArgs, NodeDeviceNumOfCapsRet, NodeDeviceReAttachArgs, NodeDeviceResetArgs, NodeDeviceSetAutostartArgs, NodeDeviceUndefineArgs, NodeGetCellsFreeMemoryArgs, NodeGetCellsFreeMemoryRet, NodeGetCpuMapArgs, NodeGetCpuMapRet, NodeGetCpuStatsArgs, NodeGetCpuStatsRet, NodeGetFreeMemoryRet, NodeGetFreePagesArgs, NodeGetFreePagesRet, NodeGetInfoRet, NodeGetMemoryParametersArgs, NodeGetMemoryParametersRet, NodeGetMemoryStatsArgs, NodeGetMemoryStatsRet, NodeGetSecurityModelRet, NodeGetSevInfoArgs, NodeGetSevInfoRet, NodeListDevicesArgs, NodeListDevicesRet, NodeNumOfDevicesArgs, NodeNumOfDevicesRet, NodeSetMemoryParametersArgs, NodeSuspendForDurationArgs, SecretDefineXmlArgs, SecretDefineXmlRet, SecretGetValueArgs, SecretGetValueRet, SecretGetXmlDescArgs, SecretGetXmlDescRet, SecretLookupByUsageArgs, SecretLookupByUsageRet, SecretLookupByUuidArgs, SecretLookupByUuidRet, SecretSetValueArgs, SecretUndefineArgs } from "./Host.ts"
import type { DomainAbortJobArgs, DomainAbortJobFlagsArgs, DomainGetJobInfoArgs, DomainGetJobInfoRet, DomainGetJobStatsArgs, DomainGetJobStatsRet, DomainMigrateBegin3Args, DomainMigrateBegin3ParamsArgs, DomainMigrateBegin3ParamsRet, DomainMigrateBegin3Ret, DomainMigrateConfirm3Args, DomainMigrateConfirm3ParamsArgs, DomainMigrateFinish2Args, DomainMigrateFinish2Ret, DomainMigrateFinish3Args, DomainMigrateFinish3ParamsArgs, DomainMigrateFinish3ParamsRet, DomainMigrateFinish3Ret, DomainMigrateFinishArgs, DomainMigrateFinishRet, DomainMigrateGetCompressionCacheArgs, DomainMigrateGetCompressionCacheRet, DomainMigrateGetMaxDowntimeArgs, DomainMigrateGetMaxDowntimeRet, DomainMigrateGetMaxSpeedArgs, DomainMigrateGetMaxSpeedRet, DomainMigratePerform3Args, DomainMigratePerform3ParamsArgs, DomainMigratePerform3ParamsRet, DomainMigratePerform3Ret, DomainMigratePerformArgs, DomainMigratePrepare2Args, DomainMigratePrepare2Ret, DomainMigratePrepare3Args, DomainMigratePrepare3ParamsArgs, DomainMigratePrepare3ParamsRet, DomainMigratePrepare3Ret, DomainMigratePrepareArgs, DomainMigratePrepareRet, DomainMigratePrepareTunnel3Args, DomainMigratePrepareTunnel3ParamsArgs, DomainMigratePrepareTunnel3ParamsRet, DomainMigratePrepareTunnel3Ret, DomainMigratePrepareTunnelArgs, DomainMigrateSetCompressionCacheArgs, DomainMigrateSetMaxDowntimeArgs, DomainMigrateSetMaxSpeedArgs, DomainMigrateStartPostCopyArgs } from "./Migration.ts"
import type { DomainAddIothreadArgs, DomainBlockCommitArgs, DomainBlockCopyArgs, DomainBlockJobAbortArgs, DomainBlockJobSetSpeedArgs, DomainBlockPeekArgs, DomainBlockPeekRet, DomainBlockPullArgs, DomainBlockRebaseArgs, DomainBlockResizeArgs, DomainBlockStatsArgs, DomainBlockStatsFlagsArgs, DomainBlockStatsFlagsRet, DomainBlockStatsRet, DomainDelIothreadArgs, DomainGetBlkioParametersArgs, DomainGetBlkioParametersRet, DomainGetBlockInfoArgs, DomainGetBlockInfoRet, DomainGetBlockIoTuneArgs, DomainGetBlockIoTuneRet, DomainGetBlockJobInfoArgs, DomainGetBlockJobInfoRet, DomainGetCpuStatsArgs, DomainGetCpuStatsRet, DomainGetEmulatorPinInfoArgs, DomainGetEmulatorPinInfoRet, DomainGetGuestVcpusArgs, DomainGetGuestVcpusRet, DomainGetInterfaceParametersArgs, DomainGetInterfaceParametersRet, DomainGetIothreadInfoArgs, DomainGetIothreadInfoRet, DomainGetMaxMemoryArgs, DomainGetMaxMemoryRet, DomainGetMaxVcpusArgs, DomainGetMaxVcpusRet, DomainGetMemoryParametersArgs, DomainGetMemoryParametersRet, DomainGetNumaParametersArgs, DomainGetNumaParametersRet, DomainGetPerfEventsArgs, DomainGetPerfEventsRet, DomainGetSchedulerParametersArgs, DomainGetSchedulerParametersFlagsArgs, DomainGetSchedulerParametersFlagsRet, DomainGetSchedulerParametersRet, DomainGetSchedulerTypeArgs, DomainGetSchedulerTypeRet, DomainGetVcpuPinInfoArgs, DomainGetVcpuPinInfoRet, DomainGetVcpusArgs, DomainGetVcpusFlagsArgs, DomainGetVcpusFlagsRet, DomainGetVcpusRet, DomainMemoryPeekArgs, DomainMemoryPeekRet, DomainMemoryStatsArgs, DomainMemoryStatsRet, DomainPinEmulatorArgs, DomainPinIothreadArgs, DomainPinVcpuArgs, DomainPinVcpuFlagsArgs, DomainSetBlkioParametersArgs, DomainSetBlockIoTuneArgs, DomainSetBlockThresholdArgs, DomainSetGuestVcpusArgs, DomainSetInterfaceParametersArgs, DomainSetIothreadParamsArgs, DomainSetMaxMemoryArgs, DomainSetMemoryArgs, DomainSetMemoryFlagsArgs, DomainSetMemoryParametersArgs, DomainSetMemoryStatsPeriodArgs, DomainSetNumaParametersArgs, DomainSetPerfEventsArgs, DomainSetSchedulerParametersArgs, DomainSetSchedulerParametersFlagsArgs, DomainSetVcpuArgs, DomainSetVcpusArgs, DomainSetVcpusFlagsArgs } from "./DomainTuning.ts"
import type { DomainAgentSetResponseTimeoutArgs, DomainAgentSetResponseTimeoutRet, DomainAttachDeviceArgs, DomainAttachDeviceFlagsArgs, DomainAuthorizedSshKeysGetArgs, DomainAuthorizedSshKeysGetRet, DomainAuthorizedSshKeysSetArgs, DomainBackupBeginArgs, DomainBackupGetXmlDescArgs, DomainBackupGetXmlDescRet, DomainCoreDumpArgs, DomainCoreDumpWithFormatArgs, DomainCreateArgs, DomainCreateWithFlagsArgs, DomainCreateWithFlagsRet, DomainCreateXmlArgs, DomainCreateXmlRet, DomainDefineXmlArgs, DomainDefineXmlFlagsArgs, DomainDefineXmlFlagsRet, DomainDefineXmlRet, DomainDestroyArgs, DomainDestroyFlagsArgs, DomainDetachDeviceAliasArgs, DomainDetachDeviceArgs, DomainDetachDeviceFlagsArgs, DomainFsfreezeArgs, DomainFsfreezeRet, DomainFsthawArgs, DomainFsthawRet, DomainFstrimArgs, DomainGetAutostartArgs, DomainGetAutostartRet, DomainGetControlInfoArgs, DomainGetControlInfoRet, DomainGetDiskErrorsArgs, DomainGetDiskErrorsRet, DomainGetFsinfoArgs, DomainGetFsinfoRet, DomainGetGuestInfoArgs, DomainGetGuestInfoRet, DomainGetHostnameArgs, DomainGetHostnameRet, DomainGetInfoArgs, DomainGetInfoRet, DomainGetLaunchSecurityInfoArgs, DomainGetLaunchSecurityInfoRet, DomainGetMessagesArgs, DomainGetMessagesRet, DomainGetMetadataArgs, DomainGetMetadataRet, DomainGetOsTypeArgs, DomainGetOsTypeRet, DomainGetSecurityLabelArgs, DomainGetSecurityLabelListArgs, DomainGetSecurityLabelListRet, DomainGetSecurityLabelRet, DomainGetStateArgs, DomainGetStateRet, DomainGetTimeArgs, DomainGetTimeRet, DomainGetXmlDescArgs, DomainGetXmlDescRet, DomainHasCurrentSnapshotArgs, DomainHasCurrentSnapshotRet, DomainHasManagedSaveImageArgs, DomainHasManagedSaveImageRet, DomainInjectNmiArgs, DomainInterfaceAddressesArgs, DomainInterfaceAddressesRet, DomainInterfaceStatsArgs, DomainInterfaceStatsRet, DomainIsActiveArgs, DomainIsActiveRet, DomainIsPersistentArgs, DomainIsPersistentRet, DomainIsUpdatedArgs, DomainIsUpdatedRet, DomainListAllCheckpointsArgs, DomainListAllCheckpointsRet, DomainListAllSnapshotsArgs, DomainListAllSnapshotsRet, DomainLookupByIdArgs, DomainLookupByIdRet, DomainLookupByNameArgs, DomainLookupByNameRet, DomainLookupByUuidArgs, DomainLookupByUuidRet, DomainOpenChannelArgs, DomainOpenConsoleArgs, DomainPmSuspendForDurationArgs, DomainPmWakeupArgs, DomainRebootArgs, DomainRenameArgs, DomainRenameRet, DomainResetArgs, DomainResumeArgs, DomainRevertToSnapshotArgs, DomainScreenshotArgs, DomainScreenshotRet, DomainSendKeyArgs, DomainSendProcessSignalArgs, DomainSetAutostartArgs, DomainSetLaunchSecurityStateArgs, DomainSetLifecycleActionArgs, DomainSetMetadataArgs, DomainSetTimeArgs, DomainSetUserPasswordArgs, DomainShutdownArgs, DomainShutdownFlagsArgs, DomainStartDirtyRateCalcArgs, DomainSuspendArgs, DomainUndefineArgs, DomainUndefineFlagsArgs, DomainUpdateDeviceFlagsArgs } from "./Domain.ts"
import type { DomainCheckpointCreateXmlArgs, DomainCheckpointCreateXmlRet, DomainCheckpointDeleteArgs, DomainCheckpointGetParentArgs, DomainCheckpointGetParentRet, DomainCheckpointGetXmlDescArgs, DomainCheckpointGetXmlDescRet, DomainCheckpointListAllChildrenArgs, DomainCheckpointListAllChildrenRet, DomainCheckpointLookupByNameArgs, DomainCheckpointLookupByNameRet, DomainManagedSaveArgs, DomainManagedSaveDefineXmlArgs, DomainManagedSaveGetXmlDescArgs, DomainManagedSaveGetXmlDescRet, DomainManagedSaveRemoveArgs, DomainRestoreArgs, DomainRestoreFlagsArgs, DomainRestoreParamsArgs, DomainSaveArgs, DomainSaveFlagsArgs, DomainSaveImageDefineXmlArgs, DomainSaveImageGetXmlDescArgs, DomainSaveImageGetXmlDescRet, DomainSaveParamsArgs, DomainSnapshotCreateXmlArgs, DomainSnapshotCreateXmlRet, DomainSnapshotCurrentArgs, DomainSnapshotCurrentRet, DomainSnapshotDeleteArgs, DomainSnapshotGetParentArgs, DomainSnapshotGetParentRet, DomainSnapshotGetXmlDescArgs, DomainSnapshotGetXmlDescRet, DomainSnapshotHasMetadataArgs, DomainSnapshotHasMetadataRet, DomainSnapshotIsCurrentArgs, DomainSnapshotIsCurrentRet, DomainSnapshotListAllChildrenArgs, DomainSnapshotListAllChildrenRet, DomainSnapshotListChildrenNamesArgs, DomainSnapshotListChildrenNamesRet, DomainSnapshotListNamesArgs, DomainSnapshotListNamesRet, DomainSnapshotLookupByNameArgs, DomainSnapshotLookupByNameRet, DomainSnapshotNumArgs, DomainSnapshotNumChildrenArgs, DomainSnapshotNumChildrenRet, DomainSnapshotNumRet } from "./Snapshot.ts"
import type { InterfaceChangeBeginArgs, InterfaceChangeCommitArgs, InterfaceChangeRollbackArgs, InterfaceCreateArgs, InterfaceDefineXmlArgs, InterfaceDefineXmlRet, InterfaceDestroyArgs, InterfaceGetXmlDescArgs, InterfaceGetXmlDescRet, InterfaceIsActiveArgs, InterfaceIsActiveRet, InterfaceLookupByMacStringArgs, InterfaceLookupByMacStringRet, InterfaceLookupByNameArgs, InterfaceLookupByNameRet, InterfaceUndefineArgs, NetworkCreateArgs, NetworkCreateXmlArgs, NetworkCreateXmlFlagsArgs, NetworkCreateXmlFlagsRet, NetworkCreateXmlRet, NetworkDefineXmlArgs, NetworkDefineXmlFlagsArgs, NetworkDefineXmlFlagsRet, NetworkDefineXmlRet, NetworkDestroyArgs, NetworkGetAutostartArgs, NetworkGetAutostartRet, NetworkGetBridgeNameArgs, NetworkGetBridgeNameRet, NetworkGetDhcpLeasesArgs, NetworkGetDhcpLeasesRet, NetworkGetXmlDescArgs, NetworkGetXmlDescRet, NetworkIsActiveArgs, NetworkIsActiveRet, NetworkIsPersistentArgs, NetworkIsPersistentRet, NetworkListAllPortsArgs, NetworkListAllPortsRet, NetworkLookupByNameArgs, NetworkLookupByNameRet, NetworkLookupByUuidArgs, NetworkLookupByUuidRet, NetworkPortCreateXmlArgs, NetworkPortCreateXmlRet, NetworkPortDeleteArgs, NetworkPortGetParametersArgs, NetworkPortGetParametersRet, NetworkPortGetXmlDescArgs, NetworkPortGetXmlDescRet, NetworkPortLookupByUuidArgs, NetworkPortLookupByUuidRet, NetworkPortSetParametersArgs, NetworkSetAutostartArgs, NetworkUndefineArgs, NetworkUpdateArgs, NwfilterBindingCreateXmlArgs, NwfilterBindingCreateXmlRet, NwfilterBindingDeleteArgs, NwfilterBindingGetXmlDescArgs, NwfilterBindingGetXmlDescRet, NwfilterBindingLookupByPortDevArgs, NwfilterBindingLookupByPortDevRet, NwfilterDefineXmlArgs, NwfilterDefineXmlFlagsArgs, NwfilterDefineXmlFlagsRet, NwfilterDefineXmlRet, NwfilterGetXmlDescArgs, NwfilterGetXmlDescRet, NwfilterLookupByNameArgs, NwfilterLookupByNameRet, NwfilterLookupByUuidArgs, NwfilterLookupByUuidRet, NwfilterUndefineArgs } from "./Network.ts"
import type { QemuConnectDomainMonitorEventDeregisterArgs, QemuConnectDomainMonitorEventRegisterArgs, QemuConnectDomainMonitorEventRegisterRet, QemuDomainAgentCommandArgs, QemuDomainAgentCommandRet, QemuDomainAttachArgs, QemuDomainAttachRet, QemuDomainMonitorCommandArgs, QemuDomainMonitorCommandRet } from "./Qemu.ts"
import type { StoragePoolBuildArgs, StoragePoolCreateArgs, StoragePoolCreateXmlArgs, StoragePoolCreateXmlRet, StoragePoolDefineXmlArgs, StoragePoolDefineXmlRet, StoragePoolDeleteArgs, StoragePoolDestroyArgs, StoragePoolGetAutostartArgs, StoragePoolGetAutostartRet, StoragePoolGetInfoArgs, StoragePoolGetInfoRet, StoragePoolGetXmlDescArgs, StoragePoolGetXmlDescRet, StoragePoolIsActiveArgs, StoragePoolIsActiveRet, StoragePoolIsPersistentArgs, StoragePoolIsPersistentRet, StoragePoolListAllVolumesArgs, StoragePoolListAllVolumesRet, StoragePoolListVolumesArgs, StoragePoolListVolumesRet, StoragePoolLookupByNameArgs, StoragePoolLookupByNameRet, StoragePoolLookupByTargetPathArgs, StoragePoolLookupByTargetPathRet, StoragePoolLookupByUuidArgs, StoragePoolLookupByUuidRet, StoragePoolLookupByVolumeArgs, StoragePoolLookupByVolumeRet, StoragePoolNumOfVolumesArgs, StoragePoolNumOfVolumesRet, StoragePoolRefreshArgs, StoragePoolSetAutostartArgs, StoragePoolUndefineArgs, StorageVolCreateXmlArgs, StorageVolCreateXmlFromArgs, StorageVolCreateXmlFromRet, StorageVolCreateXmlRet, StorageVolDeleteArgs, StorageVolDownloadArgs, StorageVolGetInfoArgs, StorageVolGetInfoFlagsArgs, StorageVolGetInfoFlagsRet, StorageVolGetInfoRet, StorageVolGetPathArgs, StorageVolGetPathRet, StorageVolGetXmlDescArgs, StorageVolGetXmlDescRet, StorageVolLookupByKeyArgs, StorageVolLookupByKeyRet, StorageVolLookupByNameArgs, StorageVolLookupByNameRet, StorageVolLookupByPathArgs, StorageVolLookupByPathRet, StorageVolResizeArgs, StorageVolUploadArgs, StorageVolWipeArgs, StorageVolWipePatternArgs } from "./Storage.ts"

/**
 * Procedures that take arguments and give a reply.
 *
 * @category models
 * @since 0.1.0
 */
export interface Calls {
  /** `REMOTE_PROC_CONNECT_OPEN` (1); reads; permission: connect:getattr. */
  readonly connectOpen: (args: ConnectOpenArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_CONNECT_CLOSE` (2); reads; permission: none. */
  readonly connectClose: () => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_CONNECT_GET_TYPE` (3); reads; permission: connect:getattr. */
  readonly connectGetType: () => Effect.Effect<ConnectGetTypeRet, LibvirtError>
  /** `REMOTE_PROC_CONNECT_GET_VERSION` (4); reads; permission: connect:getattr. */
  readonly connectGetVersion: () => Effect.Effect<ConnectGetVersionRet, LibvirtError>
  /** `REMOTE_PROC_CONNECT_GET_MAX_VCPUS` (5); reads; permission: connect:read. */
  readonly connectGetMaxVcpus: (args: ConnectGetMaxVcpusArgs) => Effect.Effect<ConnectGetMaxVcpusRet, LibvirtError>
  /** `REMOTE_PROC_NODE_GET_INFO` (6); reads; permission: connect:read. */
  readonly nodeGetInfo: () => Effect.Effect<NodeGetInfoRet, LibvirtError>
  /** `REMOTE_PROC_CONNECT_GET_CAPABILITIES` (7); reads; permission: connect:read. */
  readonly connectGetCapabilities: () => Effect.Effect<ConnectGetCapabilitiesRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_ATTACH_DEVICE` (8); changes; permission: domain:write. */
  readonly domainAttachDevice: (args: DomainAttachDeviceArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_CREATE` (9); changes; permission: domain:start. */
  readonly domainCreate: (args: DomainCreateArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_CREATE_XML` (10); changes; permission: domain:write, domain:start. */
  readonly domainCreateXml: (args: DomainCreateXmlArgs) => Effect.Effect<DomainCreateXmlRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_DEFINE_XML` (11); changes; permission: domain:write, domain:save. */
  readonly domainDefineXml: (args: DomainDefineXmlArgs) => Effect.Effect<DomainDefineXmlRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_DESTROY` (12); changes; permission: domain:stop. */
  readonly domainDestroy: (args: DomainDestroyArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_DETACH_DEVICE` (13); changes; permission: domain:write. */
  readonly domainDetachDevice: (args: DomainDetachDeviceArgs) => Effect.Effect<void, LibvirtError>
  /**
   * `REMOTE_PROC_DOMAIN_GET_XML_DESC` (14); reads; permission: domain:read, domain:read_secure:VIR_DOMAIN_XML_SECURE,
   * domain:read_secure:VIR_DOMAIN_XML_MIGRATABLE.
   */
  readonly domainGetXmlDesc: (args: DomainGetXmlDescArgs) => Effect.Effect<DomainGetXmlDescRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_GET_AUTOSTART` (15); reads; permission: domain:read. */
  readonly domainGetAutostart: (args: DomainGetAutostartArgs) => Effect.Effect<DomainGetAutostartRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_GET_INFO` (16); reads; permission: domain:read. */
  readonly domainGetInfo: (args: DomainGetInfoArgs) => Effect.Effect<DomainGetInfoRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_GET_MAX_MEMORY` (17); reads; permission: domain:read. */
  readonly domainGetMaxMemory: (args: DomainGetMaxMemoryArgs) => Effect.Effect<DomainGetMaxMemoryRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_GET_MAX_VCPUS` (18); reads; permission: domain:read. */
  readonly domainGetMaxVcpus: (args: DomainGetMaxVcpusArgs) => Effect.Effect<DomainGetMaxVcpusRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_GET_OS_TYPE` (19); reads; permission: domain:read. */
  readonly domainGetOsType: (args: DomainGetOsTypeArgs) => Effect.Effect<DomainGetOsTypeRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_GET_VCPUS` (20); reads; permission: domain:read. */
  readonly domainGetVcpus: (args: DomainGetVcpusArgs) => Effect.Effect<DomainGetVcpusRet, LibvirtError>
  /** `REMOTE_PROC_CONNECT_LIST_DEFINED_DOMAINS` (21); reads; permission: connect:search_domains. */
  readonly connectListDefinedDomains: (args: ConnectListDefinedDomainsArgs) => Effect.Effect<ConnectListDefinedDomainsRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_LOOKUP_BY_ID` (22); reads; permission: domain:getattr. */
  readonly domainLookupById: (args: DomainLookupByIdArgs) => Effect.Effect<DomainLookupByIdRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_LOOKUP_BY_NAME` (23); reads; permission: domain:getattr. */
  readonly domainLookupByName: (args: DomainLookupByNameArgs) => Effect.Effect<DomainLookupByNameRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_LOOKUP_BY_UUID` (24); reads; permission: domain:getattr. */
  readonly domainLookupByUuid: (args: DomainLookupByUuidArgs) => Effect.Effect<DomainLookupByUuidRet, LibvirtError>
  /** `REMOTE_PROC_CONNECT_NUM_OF_DEFINED_DOMAINS` (25); reads; permission: connect:search_domains. */
  readonly connectNumOfDefinedDomains: () => Effect.Effect<ConnectNumOfDefinedDomainsRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_PIN_VCPU` (26); changes; permission: domain:write. */
  readonly domainPinVcpu: (args: DomainPinVcpuArgs) => Effect.Effect<void, LibvirtError>
  /**
   * `REMOTE_PROC_DOMAIN_REBOOT` (27); changes; permission: domain:init_control,
   * domain:write:VIR_DOMAIN_REBOOT_GUEST_AGENT.
   */
  readonly domainReboot: (args: DomainRebootArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_RESUME` (28); changes; permission: domain:suspend. */
  readonly domainResume: (args: DomainResumeArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_SET_AUTOSTART` (29); changes; permission: domain:write. */
  readonly domainSetAutostart: (args: DomainSetAutostartArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_SET_MAX_MEMORY` (30); changes; permission: domain:write. */
  readonly domainSetMaxMemory: (args: DomainSetMaxMemoryArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_SET_MEMORY` (31); changes; permission: domain:write. */
  readonly domainSetMemory: (args: DomainSetMemoryArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_SET_VCPUS` (32); changes; permission: domain:write. */
  readonly domainSetVcpus: (args: DomainSetVcpusArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_SHUTDOWN` (33); changes; permission: domain:init_control. */
  readonly domainShutdown: (args: DomainShutdownArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_SUSPEND` (34); changes; permission: domain:suspend. */
  readonly domainSuspend: (args: DomainSuspendArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_UNDEFINE` (35); changes; permission: domain:delete. */
  readonly domainUndefine: (args: DomainUndefineArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_CONNECT_LIST_DEFINED_NETWORKS` (36); reads; permission: connect:search_networks. */
  readonly connectListDefinedNetworks: (args: ConnectListDefinedNetworksArgs) => Effect.Effect<ConnectListDefinedNetworksRet, LibvirtError>
  /** `REMOTE_PROC_CONNECT_LIST_DOMAINS` (37); reads; permission: connect:search_domains. */
  readonly connectListDomains: (args: ConnectListDomainsArgs) => Effect.Effect<ConnectListDomainsRet, LibvirtError>
  /** `REMOTE_PROC_CONNECT_LIST_NETWORKS` (38); reads; permission: connect:search_networks. */
  readonly connectListNetworks: (args: ConnectListNetworksArgs) => Effect.Effect<ConnectListNetworksRet, LibvirtError>
  /** `REMOTE_PROC_NETWORK_CREATE` (39); changes; permission: network:start. */
  readonly networkCreate: (args: NetworkCreateArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_NETWORK_CREATE_XML` (40); changes; permission: network:write, network:start. */
  readonly networkCreateXml: (args: NetworkCreateXmlArgs) => Effect.Effect<NetworkCreateXmlRet, LibvirtError>
  /** `REMOTE_PROC_NETWORK_DEFINE_XML` (41); changes; permission: network:write, network:save. */
  readonly networkDefineXml: (args: NetworkDefineXmlArgs) => Effect.Effect<NetworkDefineXmlRet, LibvirtError>
  /** `REMOTE_PROC_NETWORK_DESTROY` (42); changes; permission: network:stop. */
  readonly networkDestroy: (args: NetworkDestroyArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_NETWORK_GET_XML_DESC` (43); reads; permission: network:read. */
  readonly networkGetXmlDesc: (args: NetworkGetXmlDescArgs) => Effect.Effect<NetworkGetXmlDescRet, LibvirtError>
  /** `REMOTE_PROC_NETWORK_GET_AUTOSTART` (44); reads; permission: network:read. */
  readonly networkGetAutostart: (args: NetworkGetAutostartArgs) => Effect.Effect<NetworkGetAutostartRet, LibvirtError>
  /** `REMOTE_PROC_NETWORK_GET_BRIDGE_NAME` (45); reads; permission: network:read. */
  readonly networkGetBridgeName: (args: NetworkGetBridgeNameArgs) => Effect.Effect<NetworkGetBridgeNameRet, LibvirtError>
  /** `REMOTE_PROC_NETWORK_LOOKUP_BY_NAME` (46); reads; permission: network:getattr. */
  readonly networkLookupByName: (args: NetworkLookupByNameArgs) => Effect.Effect<NetworkLookupByNameRet, LibvirtError>
  /** `REMOTE_PROC_NETWORK_LOOKUP_BY_UUID` (47); reads; permission: network:getattr. */
  readonly networkLookupByUuid: (args: NetworkLookupByUuidArgs) => Effect.Effect<NetworkLookupByUuidRet, LibvirtError>
  /** `REMOTE_PROC_NETWORK_SET_AUTOSTART` (48); changes; permission: network:write. */
  readonly networkSetAutostart: (args: NetworkSetAutostartArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_NETWORK_UNDEFINE` (49); changes; permission: network:delete. */
  readonly networkUndefine: (args: NetworkUndefineArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_CONNECT_NUM_OF_DEFINED_NETWORKS` (50); reads; permission: connect:search_networks. */
  readonly connectNumOfDefinedNetworks: () => Effect.Effect<ConnectNumOfDefinedNetworksRet, LibvirtError>
  /** `REMOTE_PROC_CONNECT_NUM_OF_DOMAINS` (51); reads; permission: connect:search_domains. */
  readonly connectNumOfDomains: () => Effect.Effect<ConnectNumOfDomainsRet, LibvirtError>
  /** `REMOTE_PROC_CONNECT_NUM_OF_NETWORKS` (52); reads; permission: connect:search_networks. */
  readonly connectNumOfNetworks: () => Effect.Effect<ConnectNumOfNetworksRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_CORE_DUMP` (53); changes; permission: domain:core_dump. */
  readonly domainCoreDump: (args: DomainCoreDumpArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_RESTORE` (54); changes; permission: domain:start, domain:write. */
  readonly domainRestore: (args: DomainRestoreArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_SAVE` (55); changes; permission: domain:hibernate. */
  readonly domainSave: (args: DomainSaveArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_GET_SCHEDULER_TYPE` (56); reads; permission: domain:read. */
  readonly domainGetSchedulerType: (args: DomainGetSchedulerTypeArgs) => Effect.Effect<DomainGetSchedulerTypeRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_GET_SCHEDULER_PARAMETERS` (57); reads; permission: domain:read. */
  readonly domainGetSchedulerParameters: (args: DomainGetSchedulerParametersArgs) => Effect.Effect<DomainGetSchedulerParametersRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_SET_SCHEDULER_PARAMETERS` (58); reads; permission: domain:read. */
  readonly domainSetSchedulerParameters: (args: DomainSetSchedulerParametersArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_CONNECT_GET_HOSTNAME` (59); reads; permission: connect:getattr. */
  readonly connectGetHostname: () => Effect.Effect<ConnectGetHostnameRet, LibvirtError>
  /** `REMOTE_PROC_CONNECT_SUPPORTS_FEATURE` (60); reads; permission: connect:getattr. */
  readonly connectSupportsFeature: (args: ConnectSupportsFeatureArgs) => Effect.Effect<ConnectSupportsFeatureRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_MIGRATE_PREPARE` (61); changes; permission: domain:migrate, domain:start, domain:write. */
  readonly domainMigratePrepare: (args: DomainMigratePrepareArgs) => Effect.Effect<DomainMigratePrepareRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_MIGRATE_PERFORM` (62); changes; permission: domain:migrate. */
  readonly domainMigratePerform: (args: DomainMigratePerformArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_MIGRATE_FINISH` (63); changes; permission: domain:migrate. */
  readonly domainMigrateFinish: (args: DomainMigrateFinishArgs) => Effect.Effect<DomainMigrateFinishRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_BLOCK_STATS` (64); reads; permission: domain:read. */
  readonly domainBlockStats: (args: DomainBlockStatsArgs) => Effect.Effect<DomainBlockStatsRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_INTERFACE_STATS` (65); reads; permission: domain:read. */
  readonly domainInterfaceStats: (args: DomainInterfaceStatsArgs) => Effect.Effect<DomainInterfaceStatsRet, LibvirtError>
  /** `REMOTE_PROC_AUTH_LIST` (66); reads; permission: none. */
  readonly authList: () => Effect.Effect<AuthListRet, LibvirtError>
  /** `REMOTE_PROC_AUTH_SASL_INIT` (67); reads; permission: none. */
  readonly authSaslInit: () => Effect.Effect<AuthSaslInitRet, LibvirtError>
  /** `REMOTE_PROC_AUTH_SASL_START` (68); reads; permission: none. */
  readonly authSaslStart: (args: AuthSaslStartArgs) => Effect.Effect<AuthSaslStartRet, LibvirtError>
  /** `REMOTE_PROC_AUTH_SASL_STEP` (69); reads; permission: none. */
  readonly authSaslStep: (args: AuthSaslStepArgs) => Effect.Effect<AuthSaslStepRet, LibvirtError>
  /** `REMOTE_PROC_AUTH_POLKIT` (70); reads; permission: none. */
  readonly authPolkit: () => Effect.Effect<AuthPolkitRet, LibvirtError>
  /** `REMOTE_PROC_CONNECT_NUM_OF_STORAGE_POOLS` (71); reads; permission: connect:search_storage_pools. */
  readonly connectNumOfStoragePools: () => Effect.Effect<ConnectNumOfStoragePoolsRet, LibvirtError>
  /** `REMOTE_PROC_CONNECT_LIST_STORAGE_POOLS` (72); reads; permission: connect:search_storage_pools. */
  readonly connectListStoragePools: (args: ConnectListStoragePoolsArgs) => Effect.Effect<ConnectListStoragePoolsRet, LibvirtError>
  /** `REMOTE_PROC_CONNECT_NUM_OF_DEFINED_STORAGE_POOLS` (73); reads; permission: connect:search_storage_pools. */
  readonly connectNumOfDefinedStoragePools: () => Effect.Effect<ConnectNumOfDefinedStoragePoolsRet, LibvirtError>
  /** `REMOTE_PROC_CONNECT_LIST_DEFINED_STORAGE_POOLS` (74); reads; permission: connect:search_storage_pools. */
  readonly connectListDefinedStoragePools: (args: ConnectListDefinedStoragePoolsArgs) => Effect.Effect<ConnectListDefinedStoragePoolsRet, LibvirtError>
  /** `REMOTE_PROC_CONNECT_FIND_STORAGE_POOL_SOURCES` (75); changes; permission: connect:detect_storage_pools. */
  readonly connectFindStoragePoolSources: (args: ConnectFindStoragePoolSourcesArgs) => Effect.Effect<ConnectFindStoragePoolSourcesRet, LibvirtError>
  /** `REMOTE_PROC_STORAGE_POOL_CREATE_XML` (76); changes; permission: storage_pool:start, storage_pool:write. */
  readonly storagePoolCreateXml: (args: StoragePoolCreateXmlArgs) => Effect.Effect<StoragePoolCreateXmlRet, LibvirtError>
  /** `REMOTE_PROC_STORAGE_POOL_DEFINE_XML` (77); changes; permission: storage_pool:write, storage_pool:save. */
  readonly storagePoolDefineXml: (args: StoragePoolDefineXmlArgs) => Effect.Effect<StoragePoolDefineXmlRet, LibvirtError>
  /** `REMOTE_PROC_STORAGE_POOL_CREATE` (78); changes; permission: storage_pool:start. */
  readonly storagePoolCreate: (args: StoragePoolCreateArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_STORAGE_POOL_BUILD` (79); changes; permission: storage_pool:format. */
  readonly storagePoolBuild: (args: StoragePoolBuildArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_STORAGE_POOL_DESTROY` (80); changes; permission: storage_pool:stop. */
  readonly storagePoolDestroy: (args: StoragePoolDestroyArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_STORAGE_POOL_DELETE` (81); changes; permission: storage_pool:format. */
  readonly storagePoolDelete: (args: StoragePoolDeleteArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_STORAGE_POOL_UNDEFINE` (82); changes; permission: storage_pool:delete. */
  readonly storagePoolUndefine: (args: StoragePoolUndefineArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_STORAGE_POOL_REFRESH` (83); changes; permission: storage_pool:refresh. */
  readonly storagePoolRefresh: (args: StoragePoolRefreshArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_STORAGE_POOL_LOOKUP_BY_NAME` (84); reads; permission: storage_pool:getattr. */
  readonly storagePoolLookupByName: (args: StoragePoolLookupByNameArgs) => Effect.Effect<StoragePoolLookupByNameRet, LibvirtError>
  /** `REMOTE_PROC_STORAGE_POOL_LOOKUP_BY_UUID` (85); reads; permission: storage_pool:getattr. */
  readonly storagePoolLookupByUuid: (args: StoragePoolLookupByUuidArgs) => Effect.Effect<StoragePoolLookupByUuidRet, LibvirtError>
  /** `REMOTE_PROC_STORAGE_POOL_LOOKUP_BY_VOLUME` (86); reads; permission: storage_pool:getattr. */
  readonly storagePoolLookupByVolume: (args: StoragePoolLookupByVolumeArgs) => Effect.Effect<StoragePoolLookupByVolumeRet, LibvirtError>
  /** `REMOTE_PROC_STORAGE_POOL_GET_INFO` (87); reads; permission: storage_pool:read. */
  readonly storagePoolGetInfo: (args: StoragePoolGetInfoArgs) => Effect.Effect<StoragePoolGetInfoRet, LibvirtError>
  /** `REMOTE_PROC_STORAGE_POOL_GET_XML_DESC` (88); reads; permission: storage_pool:read. */
  readonly storagePoolGetXmlDesc: (args: StoragePoolGetXmlDescArgs) => Effect.Effect<StoragePoolGetXmlDescRet, LibvirtError>
  /** `REMOTE_PROC_STORAGE_POOL_GET_AUTOSTART` (89); reads; permission: storage_pool:read. */
  readonly storagePoolGetAutostart: (args: StoragePoolGetAutostartArgs) => Effect.Effect<StoragePoolGetAutostartRet, LibvirtError>
  /** `REMOTE_PROC_STORAGE_POOL_SET_AUTOSTART` (90); changes; permission: storage_pool:write. */
  readonly storagePoolSetAutostart: (args: StoragePoolSetAutostartArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_STORAGE_POOL_NUM_OF_VOLUMES` (91); reads; permission: storage_pool:search_storage_vols. */
  readonly storagePoolNumOfVolumes: (args: StoragePoolNumOfVolumesArgs) => Effect.Effect<StoragePoolNumOfVolumesRet, LibvirtError>
  /** `REMOTE_PROC_STORAGE_POOL_LIST_VOLUMES` (92); reads; permission: storage_pool:search_storage_vols. */
  readonly storagePoolListVolumes: (args: StoragePoolListVolumesArgs) => Effect.Effect<StoragePoolListVolumesRet, LibvirtError>
  /** `REMOTE_PROC_STORAGE_VOL_CREATE_XML` (93); changes; permission: storage_vol:create. */
  readonly storageVolCreateXml: (args: StorageVolCreateXmlArgs) => Effect.Effect<StorageVolCreateXmlRet, LibvirtError>
  /** `REMOTE_PROC_STORAGE_VOL_DELETE` (94); changes; permission: storage_vol:delete. */
  readonly storageVolDelete: (args: StorageVolDeleteArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_STORAGE_VOL_LOOKUP_BY_NAME` (95); reads; permission: storage_vol:getattr. */
  readonly storageVolLookupByName: (args: StorageVolLookupByNameArgs) => Effect.Effect<StorageVolLookupByNameRet, LibvirtError>
  /** `REMOTE_PROC_STORAGE_VOL_LOOKUP_BY_KEY` (96); reads; permission: storage_vol:getattr. */
  readonly storageVolLookupByKey: (args: StorageVolLookupByKeyArgs) => Effect.Effect<StorageVolLookupByKeyRet, LibvirtError>
  /** `REMOTE_PROC_STORAGE_VOL_LOOKUP_BY_PATH` (97); reads; permission: storage_vol:getattr. */
  readonly storageVolLookupByPath: (args: StorageVolLookupByPathArgs) => Effect.Effect<StorageVolLookupByPathRet, LibvirtError>
  /** `REMOTE_PROC_STORAGE_VOL_GET_INFO` (98); reads; permission: storage_vol:read. */
  readonly storageVolGetInfo: (args: StorageVolGetInfoArgs) => Effect.Effect<StorageVolGetInfoRet, LibvirtError>
  /** `REMOTE_PROC_STORAGE_VOL_GET_XML_DESC` (99); reads; permission: storage_vol:read. */
  readonly storageVolGetXmlDesc: (args: StorageVolGetXmlDescArgs) => Effect.Effect<StorageVolGetXmlDescRet, LibvirtError>
  /** `REMOTE_PROC_STORAGE_VOL_GET_PATH` (100); reads; permission: storage_vol:read. */
  readonly storageVolGetPath: (args: StorageVolGetPathArgs) => Effect.Effect<StorageVolGetPathRet, LibvirtError>
  /** `REMOTE_PROC_NODE_GET_CELLS_FREE_MEMORY` (101); reads; permission: connect:read. */
  readonly nodeGetCellsFreeMemory: (args: NodeGetCellsFreeMemoryArgs) => Effect.Effect<NodeGetCellsFreeMemoryRet, LibvirtError>
  /** `REMOTE_PROC_NODE_GET_FREE_MEMORY` (102); reads; permission: connect:read. */
  readonly nodeGetFreeMemory: () => Effect.Effect<NodeGetFreeMemoryRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_BLOCK_PEEK` (103); reads; permission: domain:block_read. */
  readonly domainBlockPeek: (args: DomainBlockPeekArgs) => Effect.Effect<DomainBlockPeekRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_MEMORY_PEEK` (104); reads; permission: domain:mem_read. */
  readonly domainMemoryPeek: (args: DomainMemoryPeekArgs) => Effect.Effect<DomainMemoryPeekRet, LibvirtError>
  /** `REMOTE_PROC_CONNECT_DOMAIN_EVENT_REGISTER` (105); reads; permission: connect:search_domains. */
  readonly connectDomainEventRegister: () => Effect.Effect<ConnectDomainEventRegisterRet, LibvirtError>
  /** `REMOTE_PROC_CONNECT_DOMAIN_EVENT_DEREGISTER` (106); reads; permission: connect:read. */
  readonly connectDomainEventDeregister: () => Effect.Effect<ConnectDomainEventDeregisterRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_MIGRATE_PREPARE2` (108); changes; permission: domain:migrate, domain:start, domain:write. */
  readonly domainMigratePrepare2: (args: DomainMigratePrepare2Args) => Effect.Effect<DomainMigratePrepare2Ret, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_MIGRATE_FINISH2` (109); changes; permission: domain:migrate. */
  readonly domainMigrateFinish2: (args: DomainMigrateFinish2Args) => Effect.Effect<DomainMigrateFinish2Ret, LibvirtError>
  /** `REMOTE_PROC_CONNECT_GET_URI` (110); reads; permission: connect:getattr. */
  readonly connectGetUri: () => Effect.Effect<ConnectGetUriRet, LibvirtError>
  /** `REMOTE_PROC_NODE_NUM_OF_DEVICES` (111); reads; permission: connect:search_node_devices. */
  readonly nodeNumOfDevices: (args: NodeNumOfDevicesArgs) => Effect.Effect<NodeNumOfDevicesRet, LibvirtError>
  /** `REMOTE_PROC_NODE_LIST_DEVICES` (112); reads; permission: connect:search_node_devices. */
  readonly nodeListDevices: (args: NodeListDevicesArgs) => Effect.Effect<NodeListDevicesRet, LibvirtError>
  /** `REMOTE_PROC_NODE_DEVICE_LOOKUP_BY_NAME` (113); reads; permission: node_device:getattr. */
  readonly nodeDeviceLookupByName: (args: NodeDeviceLookupByNameArgs) => Effect.Effect<NodeDeviceLookupByNameRet, LibvirtError>
  /** `REMOTE_PROC_NODE_DEVICE_GET_XML_DESC` (114); reads; permission: node_device:read. */
  readonly nodeDeviceGetXmlDesc: (args: NodeDeviceGetXmlDescArgs) => Effect.Effect<NodeDeviceGetXmlDescRet, LibvirtError>
  /** `REMOTE_PROC_NODE_DEVICE_GET_PARENT` (115); reads; permission: node_device:read. */
  readonly nodeDeviceGetParent: (args: NodeDeviceGetParentArgs) => Effect.Effect<NodeDeviceGetParentRet, LibvirtError>
  /** `REMOTE_PROC_NODE_DEVICE_NUM_OF_CAPS` (116); reads; permission: node_device:read. */
  readonly nodeDeviceNumOfCaps: (args: NodeDeviceNumOfCapsArgs) => Effect.Effect<NodeDeviceNumOfCapsRet, LibvirtError>
  /** `REMOTE_PROC_NODE_DEVICE_LIST_CAPS` (117); reads; permission: node_device:read. */
  readonly nodeDeviceListCaps: (args: NodeDeviceListCapsArgs) => Effect.Effect<NodeDeviceListCapsRet, LibvirtError>
  /** `REMOTE_PROC_NODE_DEVICE_DETTACH` (118); changes; permission: node_device:detach. */
  readonly nodeDeviceDettach: (args: NodeDeviceDettachArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_NODE_DEVICE_RE_ATTACH` (119); changes; permission: node_device:detach. */
  readonly nodeDeviceReAttach: (args: NodeDeviceReAttachArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_NODE_DEVICE_RESET` (120); changes; permission: node_device:detach. */
  readonly nodeDeviceReset: (args: NodeDeviceResetArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_GET_SECURITY_LABEL` (121); reads; permission: domain:read. */
  readonly domainGetSecurityLabel: (args: DomainGetSecurityLabelArgs) => Effect.Effect<DomainGetSecurityLabelRet, LibvirtError>
  /** `REMOTE_PROC_NODE_GET_SECURITY_MODEL` (122); reads; permission: connect:read. */
  readonly nodeGetSecurityModel: () => Effect.Effect<NodeGetSecurityModelRet, LibvirtError>
  /** `REMOTE_PROC_NODE_DEVICE_CREATE_XML` (123); changes; permission: node_device:write, node_device:start. */
  readonly nodeDeviceCreateXml: (args: NodeDeviceCreateXmlArgs) => Effect.Effect<NodeDeviceCreateXmlRet, LibvirtError>
  /** `REMOTE_PROC_NODE_DEVICE_DESTROY` (124); changes; permission: node_device:stop. */
  readonly nodeDeviceDestroy: (args: NodeDeviceDestroyArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_STORAGE_VOL_CREATE_XML_FROM` (125); changes; permission: storage_vol:create. */
  readonly storageVolCreateXmlFrom: (args: StorageVolCreateXmlFromArgs) => Effect.Effect<StorageVolCreateXmlFromRet, LibvirtError>
  /** `REMOTE_PROC_CONNECT_NUM_OF_INTERFACES` (126); reads; permission: connect:search_interfaces. */
  readonly connectNumOfInterfaces: () => Effect.Effect<ConnectNumOfInterfacesRet, LibvirtError>
  /** `REMOTE_PROC_CONNECT_LIST_INTERFACES` (127); reads; permission: connect:search_interfaces. */
  readonly connectListInterfaces: (args: ConnectListInterfacesArgs) => Effect.Effect<ConnectListInterfacesRet, LibvirtError>
  /** `REMOTE_PROC_INTERFACE_LOOKUP_BY_NAME` (128); reads; permission: interface:getattr. */
  readonly interfaceLookupByName: (args: InterfaceLookupByNameArgs) => Effect.Effect<InterfaceLookupByNameRet, LibvirtError>
  /** `REMOTE_PROC_INTERFACE_LOOKUP_BY_MAC_STRING` (129); reads; permission: interface:getattr. */
  readonly interfaceLookupByMacString: (args: InterfaceLookupByMacStringArgs) => Effect.Effect<InterfaceLookupByMacStringRet, LibvirtError>
  /** `REMOTE_PROC_INTERFACE_GET_XML_DESC` (130); reads; permission: interface:read. */
  readonly interfaceGetXmlDesc: (args: InterfaceGetXmlDescArgs) => Effect.Effect<InterfaceGetXmlDescRet, LibvirtError>
  /** `REMOTE_PROC_INTERFACE_DEFINE_XML` (131); changes; permission: interface:write, interface:save. */
  readonly interfaceDefineXml: (args: InterfaceDefineXmlArgs) => Effect.Effect<InterfaceDefineXmlRet, LibvirtError>
  /** `REMOTE_PROC_INTERFACE_UNDEFINE` (132); changes; permission: interface:delete. */
  readonly interfaceUndefine: (args: InterfaceUndefineArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_INTERFACE_CREATE` (133); changes; permission: interface:start. */
  readonly interfaceCreate: (args: InterfaceCreateArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_INTERFACE_DESTROY` (134); changes; permission: interface:stop. */
  readonly interfaceDestroy: (args: InterfaceDestroyArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_CONNECT_DOMAIN_XML_FROM_NATIVE` (135); changes; permission: connect:write. */
  readonly connectDomainXmlFromNative: (args: ConnectDomainXmlFromNativeArgs) => Effect.Effect<ConnectDomainXmlFromNativeRet, LibvirtError>
  /** `REMOTE_PROC_CONNECT_DOMAIN_XML_TO_NATIVE` (136); changes; permission: connect:write. */
  readonly connectDomainXmlToNative: (args: ConnectDomainXmlToNativeArgs) => Effect.Effect<ConnectDomainXmlToNativeRet, LibvirtError>
  /** `REMOTE_PROC_CONNECT_NUM_OF_DEFINED_INTERFACES` (137); reads; permission: connect:search_interfaces. */
  readonly connectNumOfDefinedInterfaces: () => Effect.Effect<ConnectNumOfDefinedInterfacesRet, LibvirtError>
  /** `REMOTE_PROC_CONNECT_LIST_DEFINED_INTERFACES` (138); reads; permission: connect:search_interfaces. */
  readonly connectListDefinedInterfaces: (args: ConnectListDefinedInterfacesArgs) => Effect.Effect<ConnectListDefinedInterfacesRet, LibvirtError>
  /** `REMOTE_PROC_CONNECT_NUM_OF_SECRETS` (139); reads; permission: connect:search_secrets. */
  readonly connectNumOfSecrets: () => Effect.Effect<ConnectNumOfSecretsRet, LibvirtError>
  /** `REMOTE_PROC_CONNECT_LIST_SECRETS` (140); reads; permission: connect:search_secrets. */
  readonly connectListSecrets: (args: ConnectListSecretsArgs) => Effect.Effect<ConnectListSecretsRet, LibvirtError>
  /** `REMOTE_PROC_SECRET_LOOKUP_BY_UUID` (141); reads; permission: secret:getattr. */
  readonly secretLookupByUuid: (args: SecretLookupByUuidArgs) => Effect.Effect<SecretLookupByUuidRet, LibvirtError>
  /** `REMOTE_PROC_SECRET_DEFINE_XML` (142); changes; permission: secret:write, secret:save. */
  readonly secretDefineXml: (args: SecretDefineXmlArgs) => Effect.Effect<SecretDefineXmlRet, LibvirtError>
  /** `REMOTE_PROC_SECRET_GET_XML_DESC` (143); reads; permission: secret:read. */
  readonly secretGetXmlDesc: (args: SecretGetXmlDescArgs) => Effect.Effect<SecretGetXmlDescRet, LibvirtError>
  /** `REMOTE_PROC_SECRET_SET_VALUE` (144); changes; permission: secret:write. */
  readonly secretSetValue: (args: SecretSetValueArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_SECRET_GET_VALUE` (145); reads; permission: secret:read_secure. */
  readonly secretGetValue: (args: SecretGetValueArgs) => Effect.Effect<SecretGetValueRet, LibvirtError>
  /** `REMOTE_PROC_SECRET_UNDEFINE` (146); changes; permission: secret:delete. */
  readonly secretUndefine: (args: SecretUndefineArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_SECRET_LOOKUP_BY_USAGE` (147); reads; permission: secret:getattr. */
  readonly secretLookupByUsage: (args: SecretLookupByUsageArgs) => Effect.Effect<SecretLookupByUsageRet, LibvirtError>
  /** `REMOTE_PROC_CONNECT_IS_SECURE` (149); reads; permission: none. */
  readonly connectIsSecure: () => Effect.Effect<ConnectIsSecureRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_IS_ACTIVE` (150); reads; permission: domain:read. */
  readonly domainIsActive: (args: DomainIsActiveArgs) => Effect.Effect<DomainIsActiveRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_IS_PERSISTENT` (151); reads; permission: domain:read. */
  readonly domainIsPersistent: (args: DomainIsPersistentArgs) => Effect.Effect<DomainIsPersistentRet, LibvirtError>
  /** `REMOTE_PROC_NETWORK_IS_ACTIVE` (152); reads; permission: network:read. */
  readonly networkIsActive: (args: NetworkIsActiveArgs) => Effect.Effect<NetworkIsActiveRet, LibvirtError>
  /** `REMOTE_PROC_NETWORK_IS_PERSISTENT` (153); reads; permission: network:read. */
  readonly networkIsPersistent: (args: NetworkIsPersistentArgs) => Effect.Effect<NetworkIsPersistentRet, LibvirtError>
  /** `REMOTE_PROC_STORAGE_POOL_IS_ACTIVE` (154); reads; permission: storage_pool:read. */
  readonly storagePoolIsActive: (args: StoragePoolIsActiveArgs) => Effect.Effect<StoragePoolIsActiveRet, LibvirtError>
  /** `REMOTE_PROC_STORAGE_POOL_IS_PERSISTENT` (155); reads; permission: storage_pool:read. */
  readonly storagePoolIsPersistent: (args: StoragePoolIsPersistentArgs) => Effect.Effect<StoragePoolIsPersistentRet, LibvirtError>
  /** `REMOTE_PROC_INTERFACE_IS_ACTIVE` (156); reads; permission: interface:read. */
  readonly interfaceIsActive: (args: InterfaceIsActiveArgs) => Effect.Effect<InterfaceIsActiveRet, LibvirtError>
  /** `REMOTE_PROC_CONNECT_GET_LIB_VERSION` (157); reads; permission: connect:getattr. */
  readonly connectGetLibVersion: () => Effect.Effect<ConnectGetLibVersionRet, LibvirtError>
  /** `REMOTE_PROC_CONNECT_COMPARE_CPU` (158); reads; permission: connect:read. */
  readonly connectCompareCpu: (args: ConnectCompareCpuArgs) => Effect.Effect<ConnectCompareCpuRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_MEMORY_STATS` (159); reads; permission: domain:read. */
  readonly domainMemoryStats: (args: DomainMemoryStatsArgs) => Effect.Effect<DomainMemoryStatsRet, LibvirtError>
  /**
   * `REMOTE_PROC_DOMAIN_ATTACH_DEVICE_FLAGS` (160); changes; permission: domain:write, domain:save:,
   * domain:save:VIR_DOMAIN_AFFECT_CONFIG.
   */
  readonly domainAttachDeviceFlags: (args: DomainAttachDeviceFlagsArgs) => Effect.Effect<void, LibvirtError>
  /**
   * `REMOTE_PROC_DOMAIN_DETACH_DEVICE_FLAGS` (161); changes; permission: domain:write, domain:save:,
   * domain:save:VIR_DOMAIN_AFFECT_CONFIG.
   */
  readonly domainDetachDeviceFlags: (args: DomainDetachDeviceFlagsArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_CONNECT_BASELINE_CPU` (162); reads; permission: connect:read. */
  readonly connectBaselineCpu: (args: ConnectBaselineCpuArgs) => Effect.Effect<ConnectBaselineCpuRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_GET_JOB_INFO` (163); reads; permission: domain:read. */
  readonly domainGetJobInfo: (args: DomainGetJobInfoArgs) => Effect.Effect<DomainGetJobInfoRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_ABORT_JOB` (164); changes; permission: domain:write. */
  readonly domainAbortJob: (args: DomainAbortJobArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_STORAGE_VOL_WIPE` (165); changes; permission: storage_vol:format. */
  readonly storageVolWipe: (args: StorageVolWipeArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_MIGRATE_SET_MAX_DOWNTIME` (166); changes; permission: domain:migrate. */
  readonly domainMigrateSetMaxDowntime: (args: DomainMigrateSetMaxDowntimeArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_CONNECT_DOMAIN_EVENT_REGISTER_ANY` (167); reads; permission: connect:search_domains. */
  readonly connectDomainEventRegisterAny: (args: ConnectDomainEventRegisterAnyArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_CONNECT_DOMAIN_EVENT_DEREGISTER_ANY` (168); reads; permission: connect:read. */
  readonly connectDomainEventDeregisterAny: (args: ConnectDomainEventDeregisterAnyArgs) => Effect.Effect<void, LibvirtError>
  /**
   * `REMOTE_PROC_DOMAIN_UPDATE_DEVICE_FLAGS` (174); changes; permission: domain:write, domain:save:,
   * domain:save:VIR_DOMAIN_AFFECT_CONFIG.
   */
  readonly domainUpdateDeviceFlags: (args: DomainUpdateDeviceFlagsArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_NWFILTER_LOOKUP_BY_NAME` (175); reads; permission: nwfilter:getattr. */
  readonly nwfilterLookupByName: (args: NwfilterLookupByNameArgs) => Effect.Effect<NwfilterLookupByNameRet, LibvirtError>
  /** `REMOTE_PROC_NWFILTER_LOOKUP_BY_UUID` (176); reads; permission: nwfilter:getattr. */
  readonly nwfilterLookupByUuid: (args: NwfilterLookupByUuidArgs) => Effect.Effect<NwfilterLookupByUuidRet, LibvirtError>
  /** `REMOTE_PROC_NWFILTER_GET_XML_DESC` (177); reads; permission: nwfilter:read. */
  readonly nwfilterGetXmlDesc: (args: NwfilterGetXmlDescArgs) => Effect.Effect<NwfilterGetXmlDescRet, LibvirtError>
  /** `REMOTE_PROC_CONNECT_NUM_OF_NWFILTERS` (178); reads; permission: connect:search_nwfilters. */
  readonly connectNumOfNwfilters: () => Effect.Effect<ConnectNumOfNwfiltersRet, LibvirtError>
  /** `REMOTE_PROC_CONNECT_LIST_NWFILTERS` (179); reads; permission: connect:search_nwfilters. */
  readonly connectListNwfilters: (args: ConnectListNwfiltersArgs) => Effect.Effect<ConnectListNwfiltersRet, LibvirtError>
  /** `REMOTE_PROC_NWFILTER_DEFINE_XML` (180); changes; permission: nwfilter:write, nwfilter:save. */
  readonly nwfilterDefineXml: (args: NwfilterDefineXmlArgs) => Effect.Effect<NwfilterDefineXmlRet, LibvirtError>
  /** `REMOTE_PROC_NWFILTER_UNDEFINE` (181); changes; permission: nwfilter:delete. */
  readonly nwfilterUndefine: (args: NwfilterUndefineArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_MANAGED_SAVE` (182); changes; permission: domain:hibernate. */
  readonly domainManagedSave: (args: DomainManagedSaveArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_HAS_MANAGED_SAVE_IMAGE` (183); reads; permission: domain:read. */
  readonly domainHasManagedSaveImage: (args: DomainHasManagedSaveImageArgs) => Effect.Effect<DomainHasManagedSaveImageRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_MANAGED_SAVE_REMOVE` (184); changes; permission: domain:hibernate. */
  readonly domainManagedSaveRemove: (args: DomainManagedSaveRemoveArgs) => Effect.Effect<void, LibvirtError>
  /**
   * `REMOTE_PROC_DOMAIN_SNAPSHOT_CREATE_XML` (185); changes; permission: domain:snapshot,
   * domain:fs_freeze:VIR_DOMAIN_SNAPSHOT_CREATE_QUIESCE.
   */
  readonly domainSnapshotCreateXml: (args: DomainSnapshotCreateXmlArgs) => Effect.Effect<DomainSnapshotCreateXmlRet, LibvirtError>
  /**
   * `REMOTE_PROC_DOMAIN_SNAPSHOT_GET_XML_DESC` (186); reads; permission: domain:read,
   * domain:read_secure:VIR_DOMAIN_SNAPSHOT_XML_SECURE.
   */
  readonly domainSnapshotGetXmlDesc: (args: DomainSnapshotGetXmlDescArgs) => Effect.Effect<DomainSnapshotGetXmlDescRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_SNAPSHOT_NUM` (187); reads; permission: domain:read. */
  readonly domainSnapshotNum: (args: DomainSnapshotNumArgs) => Effect.Effect<DomainSnapshotNumRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_SNAPSHOT_LIST_NAMES` (188); reads; permission: domain:read. */
  readonly domainSnapshotListNames: (args: DomainSnapshotListNamesArgs) => Effect.Effect<DomainSnapshotListNamesRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_SNAPSHOT_LOOKUP_BY_NAME` (189); reads; permission: domain:read. */
  readonly domainSnapshotLookupByName: (args: DomainSnapshotLookupByNameArgs) => Effect.Effect<DomainSnapshotLookupByNameRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_HAS_CURRENT_SNAPSHOT` (190); reads; permission: domain:read. */
  readonly domainHasCurrentSnapshot: (args: DomainHasCurrentSnapshotArgs) => Effect.Effect<DomainHasCurrentSnapshotRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_SNAPSHOT_CURRENT` (191); reads; permission: domain:read. */
  readonly domainSnapshotCurrent: (args: DomainSnapshotCurrentArgs) => Effect.Effect<DomainSnapshotCurrentRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_REVERT_TO_SNAPSHOT` (192); changes; permission: domain:snapshot. */
  readonly domainRevertToSnapshot: (args: DomainRevertToSnapshotArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_SNAPSHOT_DELETE` (193); changes; permission: domain:snapshot. */
  readonly domainSnapshotDelete: (args: DomainSnapshotDeleteArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_GET_BLOCK_INFO` (194); reads; permission: domain:read. */
  readonly domainGetBlockInfo: (args: DomainGetBlockInfoArgs) => Effect.Effect<DomainGetBlockInfoRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_CREATE_WITH_FLAGS` (196); changes; permission: domain:start. */
  readonly domainCreateWithFlags: (args: DomainCreateWithFlagsArgs) => Effect.Effect<DomainCreateWithFlagsRet, LibvirtError>
  /**
   * `REMOTE_PROC_DOMAIN_SET_MEMORY_PARAMETERS` (197); changes; permission: domain:write, domain:save:,
   * domain:save:VIR_DOMAIN_AFFECT_CONFIG.
   */
  readonly domainSetMemoryParameters: (args: DomainSetMemoryParametersArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_GET_MEMORY_PARAMETERS` (198); reads; permission: domain:read. */
  readonly domainGetMemoryParameters: (args: DomainGetMemoryParametersArgs) => Effect.Effect<DomainGetMemoryParametersRet, LibvirtError>
  /**
   * `REMOTE_PROC_DOMAIN_SET_VCPUS_FLAGS` (199); changes; permission: domain:write, domain:save:,
   * domain:save:VIR_DOMAIN_AFFECT_CONFIG, domain:write:VIR_DOMAIN_VCPU_GUEST.
   */
  readonly domainSetVcpusFlags: (args: DomainSetVcpusFlagsArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_GET_VCPUS_FLAGS` (200); changes; permission: domain:read, domain:write:VIR_DOMAIN_VCPU_GUEST. */
  readonly domainGetVcpusFlags: (args: DomainGetVcpusFlagsArgs) => Effect.Effect<DomainGetVcpusFlagsRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_IS_UPDATED` (202); reads; permission: domain:read. */
  readonly domainIsUpdated: (args: DomainIsUpdatedArgs) => Effect.Effect<DomainIsUpdatedRet, LibvirtError>
  /** `REMOTE_PROC_CONNECT_GET_SYSINFO` (203); reads; permission: connect:read. */
  readonly connectGetSysinfo: (args: ConnectGetSysinfoArgs) => Effect.Effect<ConnectGetSysinfoRet, LibvirtError>
  /**
   * `REMOTE_PROC_DOMAIN_SET_MEMORY_FLAGS` (204); changes; permission: domain:write, domain:save:,
   * domain:save:VIR_DOMAIN_AFFECT_CONFIG.
   */
  readonly domainSetMemoryFlags: (args: DomainSetMemoryFlagsArgs) => Effect.Effect<void, LibvirtError>
  /**
   * `REMOTE_PROC_DOMAIN_SET_BLKIO_PARAMETERS` (205); changes; permission: domain:write, domain:save:,
   * domain:save:VIR_DOMAIN_AFFECT_CONFIG.
   */
  readonly domainSetBlkioParameters: (args: DomainSetBlkioParametersArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_GET_BLKIO_PARAMETERS` (206); reads; permission: domain:read. */
  readonly domainGetBlkioParameters: (args: DomainGetBlkioParametersArgs) => Effect.Effect<DomainGetBlkioParametersRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_MIGRATE_SET_MAX_SPEED` (207); changes; permission: domain:migrate. */
  readonly domainMigrateSetMaxSpeed: (args: DomainMigrateSetMaxSpeedArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_INJECT_NMI` (210); changes; permission: domain:inject_nmi. */
  readonly domainInjectNmi: (args: DomainInjectNmiArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_GET_STATE` (212); reads; permission: domain:read. */
  readonly domainGetState: (args: DomainGetStateArgs) => Effect.Effect<DomainGetStateRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_MIGRATE_BEGIN3` (213); changes; permission: domain:migrate. */
  readonly domainMigrateBegin3: (args: DomainMigrateBegin3Args) => Effect.Effect<DomainMigrateBegin3Ret, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_MIGRATE_PREPARE3` (214); changes; permission: domain:migrate, domain:start, domain:write. */
  readonly domainMigratePrepare3: (args: DomainMigratePrepare3Args) => Effect.Effect<DomainMigratePrepare3Ret, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_MIGRATE_PERFORM3` (216); changes; permission: domain:migrate. */
  readonly domainMigratePerform3: (args: DomainMigratePerform3Args) => Effect.Effect<DomainMigratePerform3Ret, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_MIGRATE_FINISH3` (217); changes; permission: domain:migrate. */
  readonly domainMigrateFinish3: (args: DomainMigrateFinish3Args) => Effect.Effect<DomainMigrateFinish3Ret, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_MIGRATE_CONFIRM3` (218); changes; permission: domain:migrate. */
  readonly domainMigrateConfirm3: (args: DomainMigrateConfirm3Args) => Effect.Effect<void, LibvirtError>
  /**
   * `REMOTE_PROC_DOMAIN_SET_SCHEDULER_PARAMETERS_FLAGS` (219); changes; permission: domain:write, domain:save:,
   * domain:save:VIR_DOMAIN_AFFECT_CONFIG.
   */
  readonly domainSetSchedulerParametersFlags: (args: DomainSetSchedulerParametersFlagsArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_INTERFACE_CHANGE_BEGIN` (220); changes; permission: connect:interface_transaction. */
  readonly interfaceChangeBegin: (args: InterfaceChangeBeginArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_INTERFACE_CHANGE_COMMIT` (221); changes; permission: connect:interface_transaction. */
  readonly interfaceChangeCommit: (args: InterfaceChangeCommitArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_INTERFACE_CHANGE_ROLLBACK` (222); changes; permission: connect:interface_transaction. */
  readonly interfaceChangeRollback: (args: InterfaceChangeRollbackArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_GET_SCHEDULER_PARAMETERS_FLAGS` (223); reads; permission: domain:read. */
  readonly domainGetSchedulerParametersFlags: (args: DomainGetSchedulerParametersFlagsArgs) => Effect.Effect<DomainGetSchedulerParametersFlagsRet, LibvirtError>
  /**
   * `REMOTE_PROC_DOMAIN_PIN_VCPU_FLAGS` (225); changes; permission: domain:write, domain:save:,
   * domain:save:VIR_DOMAIN_AFFECT_CONFIG.
   */
  readonly domainPinVcpuFlags: (args: DomainPinVcpuFlagsArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_SEND_KEY` (226); changes; permission: domain:send_input. */
  readonly domainSendKey: (args: DomainSendKeyArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_NODE_GET_CPU_STATS` (227); reads; permission: connect:read. */
  readonly nodeGetCpuStats: (args: NodeGetCpuStatsArgs) => Effect.Effect<NodeGetCpuStatsRet, LibvirtError>
  /** `REMOTE_PROC_NODE_GET_MEMORY_STATS` (228); reads; permission: connect:read. */
  readonly nodeGetMemoryStats: (args: NodeGetMemoryStatsArgs) => Effect.Effect<NodeGetMemoryStatsRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_GET_CONTROL_INFO` (229); reads; permission: domain:read. */
  readonly domainGetControlInfo: (args: DomainGetControlInfoArgs) => Effect.Effect<DomainGetControlInfoRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_GET_VCPU_PIN_INFO` (230); reads; permission: domain:read. */
  readonly domainGetVcpuPinInfo: (args: DomainGetVcpuPinInfoArgs) => Effect.Effect<DomainGetVcpuPinInfoRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_UNDEFINE_FLAGS` (231); changes; permission: domain:delete. */
  readonly domainUndefineFlags: (args: DomainUndefineFlagsArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_SAVE_FLAGS` (232); changes; permission: domain:hibernate. */
  readonly domainSaveFlags: (args: DomainSaveFlagsArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_RESTORE_FLAGS` (233); changes; permission: domain:start, domain:write. */
  readonly domainRestoreFlags: (args: DomainRestoreFlagsArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_DESTROY_FLAGS` (234); changes; permission: domain:stop. */
  readonly domainDestroyFlags: (args: DomainDestroyFlagsArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_SAVE_IMAGE_GET_XML_DESC` (235); changes; permission: domain:write. */
  readonly domainSaveImageGetXmlDesc: (args: DomainSaveImageGetXmlDescArgs) => Effect.Effect<DomainSaveImageGetXmlDescRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_SAVE_IMAGE_DEFINE_XML` (236); changes; permission: domain:write, domain:hibernate. */
  readonly domainSaveImageDefineXml: (args: DomainSaveImageDefineXmlArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_BLOCK_JOB_ABORT` (237); changes; permission: domain:write. */
  readonly domainBlockJobAbort: (args: DomainBlockJobAbortArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_GET_BLOCK_JOB_INFO` (238); reads; permission: domain:read. */
  readonly domainGetBlockJobInfo: (args: DomainGetBlockJobInfoArgs) => Effect.Effect<DomainGetBlockJobInfoRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_BLOCK_JOB_SET_SPEED` (239); changes; permission: domain:write. */
  readonly domainBlockJobSetSpeed: (args: DomainBlockJobSetSpeedArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_BLOCK_PULL` (240); changes; permission: domain:block_write. */
  readonly domainBlockPull: (args: DomainBlockPullArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_MIGRATE_GET_MAX_SPEED` (242); changes; permission: domain:migrate. */
  readonly domainMigrateGetMaxSpeed: (args: DomainMigrateGetMaxSpeedArgs) => Effect.Effect<DomainMigrateGetMaxSpeedRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_BLOCK_STATS_FLAGS` (243); reads; permission: domain:read. */
  readonly domainBlockStatsFlags: (args: DomainBlockStatsFlagsArgs) => Effect.Effect<DomainBlockStatsFlagsRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_SNAPSHOT_GET_PARENT` (244); reads; permission: domain:read. */
  readonly domainSnapshotGetParent: (args: DomainSnapshotGetParentArgs) => Effect.Effect<DomainSnapshotGetParentRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_RESET` (245); changes; permission: domain:reset. */
  readonly domainReset: (args: DomainResetArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_SNAPSHOT_NUM_CHILDREN` (246); reads; permission: domain:read. */
  readonly domainSnapshotNumChildren: (args: DomainSnapshotNumChildrenArgs) => Effect.Effect<DomainSnapshotNumChildrenRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_SNAPSHOT_LIST_CHILDREN_NAMES` (247); reads; permission: domain:read. */
  readonly domainSnapshotListChildrenNames: (args: DomainSnapshotListChildrenNamesArgs) => Effect.Effect<DomainSnapshotListChildrenNamesRet, LibvirtError>
  /** `REMOTE_PROC_NODE_SUSPEND_FOR_DURATION` (250); changes; permission: connect:pm_control. */
  readonly nodeSuspendForDuration: (args: NodeSuspendForDurationArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_BLOCK_RESIZE` (251); changes; permission: domain:block_write. */
  readonly domainBlockResize: (args: DomainBlockResizeArgs) => Effect.Effect<void, LibvirtError>
  /**
   * `REMOTE_PROC_DOMAIN_SET_BLOCK_IO_TUNE` (252); changes; permission: domain:write, domain:save:,
   * domain:save:VIR_DOMAIN_AFFECT_CONFIG.
   */
  readonly domainSetBlockIoTune: (args: DomainSetBlockIoTuneArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_GET_BLOCK_IO_TUNE` (253); reads; permission: domain:read. */
  readonly domainGetBlockIoTune: (args: DomainGetBlockIoTuneArgs) => Effect.Effect<DomainGetBlockIoTuneRet, LibvirtError>
  /**
   * `REMOTE_PROC_DOMAIN_SET_NUMA_PARAMETERS` (254); changes; permission: domain:write, domain:save:,
   * domain:save:VIR_DOMAIN_AFFECT_CONFIG.
   */
  readonly domainSetNumaParameters: (args: DomainSetNumaParametersArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_GET_NUMA_PARAMETERS` (255); reads; permission: domain:read. */
  readonly domainGetNumaParameters: (args: DomainGetNumaParametersArgs) => Effect.Effect<DomainGetNumaParametersRet, LibvirtError>
  /**
   * `REMOTE_PROC_DOMAIN_SET_INTERFACE_PARAMETERS` (256); changes; permission: domain:write, domain:save:,
   * domain:save:VIR_DOMAIN_AFFECT_CONFIG.
   */
  readonly domainSetInterfaceParameters: (args: DomainSetInterfaceParametersArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_GET_INTERFACE_PARAMETERS` (257); reads; permission: domain:read. */
  readonly domainGetInterfaceParameters: (args: DomainGetInterfaceParametersArgs) => Effect.Effect<DomainGetInterfaceParametersRet, LibvirtError>
  /**
   * `REMOTE_PROC_DOMAIN_SHUTDOWN_FLAGS` (258); changes; permission: domain:init_control,
   * domain:write:VIR_DOMAIN_SHUTDOWN_GUEST_AGENT.
   */
  readonly domainShutdownFlags: (args: DomainShutdownFlagsArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_STORAGE_VOL_WIPE_PATTERN` (259); changes; permission: storage_vol:format. */
  readonly storageVolWipePattern: (args: StorageVolWipePatternArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_STORAGE_VOL_RESIZE` (260); changes; permission: storage_vol:resize. */
  readonly storageVolResize: (args: StorageVolResizeArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_PM_SUSPEND_FOR_DURATION` (261); changes; permission: domain:pm_control. */
  readonly domainPmSuspendForDuration: (args: DomainPmSuspendForDurationArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_GET_CPU_STATS` (262); reads; permission: domain:read. */
  readonly domainGetCpuStats: (args: DomainGetCpuStatsArgs) => Effect.Effect<DomainGetCpuStatsRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_GET_DISK_ERRORS` (263); reads; permission: domain:read. */
  readonly domainGetDiskErrors: (args: DomainGetDiskErrorsArgs) => Effect.Effect<DomainGetDiskErrorsRet, LibvirtError>
  /**
   * `REMOTE_PROC_DOMAIN_SET_METADATA` (264); changes; permission: domain:write, domain:save:,
   * domain:save:VIR_DOMAIN_AFFECT_CONFIG.
   */
  readonly domainSetMetadata: (args: DomainSetMetadataArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_GET_METADATA` (265); reads; permission: domain:read. */
  readonly domainGetMetadata: (args: DomainGetMetadataArgs) => Effect.Effect<DomainGetMetadataRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_BLOCK_REBASE` (266); changes; permission: domain:block_write. */
  readonly domainBlockRebase: (args: DomainBlockRebaseArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_PM_WAKEUP` (267); changes; permission: domain:pm_control. */
  readonly domainPmWakeup: (args: DomainPmWakeupArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_SNAPSHOT_IS_CURRENT` (271); reads; permission: domain:read. */
  readonly domainSnapshotIsCurrent: (args: DomainSnapshotIsCurrentArgs) => Effect.Effect<DomainSnapshotIsCurrentRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_SNAPSHOT_HAS_METADATA` (272); reads; permission: domain:read. */
  readonly domainSnapshotHasMetadata: (args: DomainSnapshotHasMetadataArgs) => Effect.Effect<DomainSnapshotHasMetadataRet, LibvirtError>
  /** `REMOTE_PROC_CONNECT_LIST_ALL_DOMAINS` (273); reads; permission: connect:search_domains. */
  readonly connectListAllDomains: (args: ConnectListAllDomainsArgs) => Effect.Effect<ConnectListAllDomainsRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_LIST_ALL_SNAPSHOTS` (274); reads; permission: domain:read. */
  readonly domainListAllSnapshots: (args: DomainListAllSnapshotsArgs) => Effect.Effect<DomainListAllSnapshotsRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_SNAPSHOT_LIST_ALL_CHILDREN` (275); reads; permission: domain:read. */
  readonly domainSnapshotListAllChildren: (args: DomainSnapshotListAllChildrenArgs) => Effect.Effect<DomainSnapshotListAllChildrenRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_GET_HOSTNAME` (277); changes; permission: domain:write. */
  readonly domainGetHostname: (args: DomainGetHostnameArgs) => Effect.Effect<DomainGetHostnameRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_GET_SECURITY_LABEL_LIST` (278); reads; permission: domain:read. */
  readonly domainGetSecurityLabelList: (args: DomainGetSecurityLabelListArgs) => Effect.Effect<DomainGetSecurityLabelListRet, LibvirtError>
  /**
   * `REMOTE_PROC_DOMAIN_PIN_EMULATOR` (279); changes; permission: domain:write, domain:save:,
   * domain:save:VIR_DOMAIN_AFFECT_CONFIG.
   */
  readonly domainPinEmulator: (args: DomainPinEmulatorArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_GET_EMULATOR_PIN_INFO` (280); reads; permission: domain:read. */
  readonly domainGetEmulatorPinInfo: (args: DomainGetEmulatorPinInfoArgs) => Effect.Effect<DomainGetEmulatorPinInfoRet, LibvirtError>
  /** `REMOTE_PROC_CONNECT_LIST_ALL_STORAGE_POOLS` (281); reads; permission: connect:search_storage_pools. */
  readonly connectListAllStoragePools: (args: ConnectListAllStoragePoolsArgs) => Effect.Effect<ConnectListAllStoragePoolsRet, LibvirtError>
  /** `REMOTE_PROC_STORAGE_POOL_LIST_ALL_VOLUMES` (282); reads; permission: storage_pool:search_storage_vols. */
  readonly storagePoolListAllVolumes: (args: StoragePoolListAllVolumesArgs) => Effect.Effect<StoragePoolListAllVolumesRet, LibvirtError>
  /** `REMOTE_PROC_CONNECT_LIST_ALL_NETWORKS` (283); reads; permission: connect:search_networks. */
  readonly connectListAllNetworks: (args: ConnectListAllNetworksArgs) => Effect.Effect<ConnectListAllNetworksRet, LibvirtError>
  /** `REMOTE_PROC_CONNECT_LIST_ALL_INTERFACES` (284); reads; permission: connect:search_interfaces. */
  readonly connectListAllInterfaces: (args: ConnectListAllInterfacesArgs) => Effect.Effect<ConnectListAllInterfacesRet, LibvirtError>
  /** `REMOTE_PROC_CONNECT_LIST_ALL_NODE_DEVICES` (285); reads; permission: connect:search_node_devices. */
  readonly connectListAllNodeDevices: (args: ConnectListAllNodeDevicesArgs) => Effect.Effect<ConnectListAllNodeDevicesRet, LibvirtError>
  /** `REMOTE_PROC_CONNECT_LIST_ALL_NWFILTERS` (286); reads; permission: connect:search_nwfilters. */
  readonly connectListAllNwfilters: (args: ConnectListAllNwfiltersArgs) => Effect.Effect<ConnectListAllNwfiltersRet, LibvirtError>
  /** `REMOTE_PROC_CONNECT_LIST_ALL_SECRETS` (287); reads; permission: connect:search_secrets. */
  readonly connectListAllSecrets: (args: ConnectListAllSecretsArgs) => Effect.Effect<ConnectListAllSecretsRet, LibvirtError>
  /** `REMOTE_PROC_NODE_SET_MEMORY_PARAMETERS` (288); changes; permission: connect:write. */
  readonly nodeSetMemoryParameters: (args: NodeSetMemoryParametersArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_NODE_GET_MEMORY_PARAMETERS` (289); reads; permission: connect:read. */
  readonly nodeGetMemoryParameters: (args: NodeGetMemoryParametersArgs) => Effect.Effect<NodeGetMemoryParametersRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_BLOCK_COMMIT` (290); changes; permission: domain:block_write. */
  readonly domainBlockCommit: (args: DomainBlockCommitArgs) => Effect.Effect<void, LibvirtError>
  /**
   * `REMOTE_PROC_NETWORK_UPDATE` (291); changes; permission: network:write, network:save:,
   * network:save:VIR_NETWORK_UPDATE_AFFECT_CONFIG.
   */
  readonly networkUpdate: (args: NetworkUpdateArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_NODE_GET_CPU_MAP` (293); reads; permission: connect:read. */
  readonly nodeGetCpuMap: (args: NodeGetCpuMapArgs) => Effect.Effect<NodeGetCpuMapRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_FSTRIM` (294); changes; permission: domain:fs_trim. */
  readonly domainFstrim: (args: DomainFstrimArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_SEND_PROCESS_SIGNAL` (295); changes; permission: domain:send_signal. */
  readonly domainSendProcessSignal: (args: DomainSendProcessSignalArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_NODE_DEVICE_LOOKUP_SCSI_HOST_BY_WWN` (297); reads; permission: node_device:getattr. */
  readonly nodeDeviceLookupScsiHostByWwn: (args: NodeDeviceLookupScsiHostByWwnArgs) => Effect.Effect<NodeDeviceLookupScsiHostByWwnRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_GET_JOB_STATS` (298); reads; permission: domain:read. */
  readonly domainGetJobStats: (args: DomainGetJobStatsArgs) => Effect.Effect<DomainGetJobStatsRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_MIGRATE_GET_COMPRESSION_CACHE` (299); changes; permission: domain:migrate. */
  readonly domainMigrateGetCompressionCache: (args: DomainMigrateGetCompressionCacheArgs) => Effect.Effect<DomainMigrateGetCompressionCacheRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_MIGRATE_SET_COMPRESSION_CACHE` (300); changes; permission: domain:migrate. */
  readonly domainMigrateSetCompressionCache: (args: DomainMigrateSetCompressionCacheArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_NODE_DEVICE_DETACH_FLAGS` (301); changes; permission: node_device:detach. */
  readonly nodeDeviceDetachFlags: (args: NodeDeviceDetachFlagsArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_MIGRATE_BEGIN3_PARAMS` (302); changes; permission: domain:migrate. */
  readonly domainMigrateBegin3Params: (args: DomainMigrateBegin3ParamsArgs) => Effect.Effect<DomainMigrateBegin3ParamsRet, LibvirtError>
  /**
   * `REMOTE_PROC_DOMAIN_MIGRATE_PREPARE3_PARAMS` (303); changes; permission: domain:migrate, domain:start,
   * domain:write.
   */
  readonly domainMigratePrepare3Params: (args: DomainMigratePrepare3ParamsArgs) => Effect.Effect<DomainMigratePrepare3ParamsRet, LibvirtError>
  /**
   * `REMOTE_PROC_DOMAIN_MIGRATE_PREPARE_TUNNEL3_PARAMS` (304); changes; permission: domain:migrate, domain:start,
   * domain:write.
   */
  readonly domainMigratePrepareTunnel3Params: (args: DomainMigratePrepareTunnel3ParamsArgs) => Effect.Effect<DomainMigratePrepareTunnel3ParamsRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_MIGRATE_PERFORM3_PARAMS` (305); changes; permission: domain:migrate. */
  readonly domainMigratePerform3Params: (args: DomainMigratePerform3ParamsArgs) => Effect.Effect<DomainMigratePerform3ParamsRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_MIGRATE_FINISH3_PARAMS` (306); changes; permission: domain:migrate. */
  readonly domainMigrateFinish3Params: (args: DomainMigrateFinish3ParamsArgs) => Effect.Effect<DomainMigrateFinish3ParamsRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_MIGRATE_CONFIRM3_PARAMS` (307); changes; permission: domain:migrate. */
  readonly domainMigrateConfirm3Params: (args: DomainMigrateConfirm3ParamsArgs) => Effect.Effect<void, LibvirtError>
  /**
   * `REMOTE_PROC_DOMAIN_SET_MEMORY_STATS_PERIOD` (308); changes; permission: domain:write, domain:save:,
   * domain:save:VIR_DOMAIN_AFFECT_CONFIG.
   */
  readonly domainSetMemoryStatsPeriod: (args: DomainSetMemoryStatsPeriodArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_CONNECT_GET_CPU_MODEL_NAMES` (312); reads; permission: connect:read. */
  readonly connectGetCpuModelNames: (args: ConnectGetCpuModelNamesArgs) => Effect.Effect<ConnectGetCpuModelNamesRet, LibvirtError>
  /** `REMOTE_PROC_CONNECT_NETWORK_EVENT_REGISTER_ANY` (313); reads; permission: connect:search_networks. */
  readonly connectNetworkEventRegisterAny: (args: ConnectNetworkEventRegisterAnyArgs) => Effect.Effect<ConnectNetworkEventRegisterAnyRet, LibvirtError>
  /** `REMOTE_PROC_CONNECT_NETWORK_EVENT_DEREGISTER_ANY` (314); reads; permission: connect:read. */
  readonly connectNetworkEventDeregisterAny: (args: ConnectNetworkEventDeregisterAnyArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY` (316); reads; permission: connect:search_domains. */
  readonly connectDomainEventCallbackRegisterAny: (args: ConnectDomainEventCallbackRegisterAnyArgs) => Effect.Effect<ConnectDomainEventCallbackRegisterAnyRet, LibvirtError>
  /** `REMOTE_PROC_CONNECT_DOMAIN_EVENT_CALLBACK_DEREGISTER_ANY` (317); reads; permission: connect:read. */
  readonly connectDomainEventCallbackDeregisterAny: (args: ConnectDomainEventCallbackDeregisterAnyArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_CORE_DUMP_WITH_FORMAT` (334); changes; permission: domain:core_dump. */
  readonly domainCoreDumpWithFormat: (args: DomainCoreDumpWithFormatArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_FSFREEZE` (335); changes; permission: domain:fs_freeze. */
  readonly domainFsfreeze: (args: DomainFsfreezeArgs) => Effect.Effect<DomainFsfreezeRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_FSTHAW` (336); changes; permission: domain:fs_freeze. */
  readonly domainFsthaw: (args: DomainFsthawArgs) => Effect.Effect<DomainFsthawRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_GET_TIME` (337); changes; permission: domain:write. */
  readonly domainGetTime: (args: DomainGetTimeArgs) => Effect.Effect<DomainGetTimeRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_SET_TIME` (338); changes; permission: domain:set_time. */
  readonly domainSetTime: (args: DomainSetTimeArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_NODE_GET_FREE_PAGES` (340); reads; permission: connect:read. */
  readonly nodeGetFreePages: (args: NodeGetFreePagesArgs) => Effect.Effect<NodeGetFreePagesRet, LibvirtError>
  /** `REMOTE_PROC_NETWORK_GET_DHCP_LEASES` (341); reads; permission: network:read. */
  readonly networkGetDhcpLeases: (args: NetworkGetDhcpLeasesArgs) => Effect.Effect<NetworkGetDhcpLeasesRet, LibvirtError>
  /** `REMOTE_PROC_CONNECT_GET_DOMAIN_CAPABILITIES` (342); changes; permission: connect:write. */
  readonly connectGetDomainCapabilities: (args: ConnectGetDomainCapabilitiesArgs) => Effect.Effect<ConnectGetDomainCapabilitiesRet, LibvirtError>
  /** `REMOTE_PROC_CONNECT_GET_ALL_DOMAIN_STATS` (344); reads; permission: connect:search_domains. */
  readonly connectGetAllDomainStats: (args: ConnectGetAllDomainStatsArgs) => Effect.Effect<ConnectGetAllDomainStatsRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_BLOCK_COPY` (345); changes; permission: domain:block_write. */
  readonly domainBlockCopy: (args: DomainBlockCopyArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_NODE_ALLOC_PAGES` (347); changes; permission: connect:write. */
  readonly nodeAllocPages: (args: NodeAllocPagesArgs) => Effect.Effect<NodeAllocPagesRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_GET_FSINFO` (349); changes; permission: domain:fs_freeze. */
  readonly domainGetFsinfo: (args: DomainGetFsinfoArgs) => Effect.Effect<DomainGetFsinfoRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_DEFINE_XML_FLAGS` (350); changes; permission: domain:write, domain:save. */
  readonly domainDefineXmlFlags: (args: DomainDefineXmlFlagsArgs) => Effect.Effect<DomainDefineXmlFlagsRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_GET_IOTHREAD_INFO` (351); reads; permission: domain:read. */
  readonly domainGetIothreadInfo: (args: DomainGetIothreadInfoArgs) => Effect.Effect<DomainGetIothreadInfoRet, LibvirtError>
  /**
   * `REMOTE_PROC_DOMAIN_PIN_IOTHREAD` (352); changes; permission: domain:write, domain:save:,
   * domain:save:VIR_DOMAIN_AFFECT_CONFIG.
   */
  readonly domainPinIothread: (args: DomainPinIothreadArgs) => Effect.Effect<void, LibvirtError>
  /**
   * `REMOTE_PROC_DOMAIN_INTERFACE_ADDRESSES` (353); changes; permission: domain:read,
   * domain:write::source:VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_AGENT.
   */
  readonly domainInterfaceAddresses: (args: DomainInterfaceAddressesArgs) => Effect.Effect<DomainInterfaceAddressesRet, LibvirtError>
  /**
   * `REMOTE_PROC_DOMAIN_ADD_IOTHREAD` (355); changes; permission: domain:write, domain:save:,
   * domain:save:VIR_DOMAIN_AFFECT_CONFIG.
   */
  readonly domainAddIothread: (args: DomainAddIothreadArgs) => Effect.Effect<void, LibvirtError>
  /**
   * `REMOTE_PROC_DOMAIN_DEL_IOTHREAD` (356); changes; permission: domain:write, domain:save:,
   * domain:save:VIR_DOMAIN_AFFECT_CONFIG.
   */
  readonly domainDelIothread: (args: DomainDelIothreadArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_SET_USER_PASSWORD` (357); changes; permission: domain:set_password. */
  readonly domainSetUserPassword: (args: DomainSetUserPasswordArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_RENAME` (358); changes; permission: domain:write, domain:save. */
  readonly domainRename: (args: DomainRenameArgs) => Effect.Effect<DomainRenameRet, LibvirtError>
  /** `REMOTE_PROC_CONNECT_REGISTER_CLOSE_CALLBACK` (360); reads; permission: connect:getattr. */
  readonly connectRegisterCloseCallback: () => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_CONNECT_UNREGISTER_CLOSE_CALLBACK` (361); reads; permission: connect:getattr. */
  readonly connectUnregisterCloseCallback: () => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_MIGRATE_START_POST_COPY` (364); changes; permission: domain:migrate. */
  readonly domainMigrateStartPostCopy: (args: DomainMigrateStartPostCopyArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_GET_PERF_EVENTS` (365); reads; permission: domain:read. */
  readonly domainGetPerfEvents: (args: DomainGetPerfEventsArgs) => Effect.Effect<DomainGetPerfEventsRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_SET_PERF_EVENTS` (366); changes; permission: domain:write. */
  readonly domainSetPerfEvents: (args: DomainSetPerfEventsArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_CONNECT_STORAGE_POOL_EVENT_REGISTER_ANY` (368); reads; permission: connect:search_storage_pools. */
  readonly connectStoragePoolEventRegisterAny: (args: ConnectStoragePoolEventRegisterAnyArgs) => Effect.Effect<ConnectStoragePoolEventRegisterAnyRet, LibvirtError>
  /** `REMOTE_PROC_CONNECT_STORAGE_POOL_EVENT_DEREGISTER_ANY` (369); reads; permission: connect:read. */
  readonly connectStoragePoolEventDeregisterAny: (args: ConnectStoragePoolEventDeregisterAnyArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_GET_GUEST_VCPUS` (371); changes; permission: domain:write. */
  readonly domainGetGuestVcpus: (args: DomainGetGuestVcpusArgs) => Effect.Effect<DomainGetGuestVcpusRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_SET_GUEST_VCPUS` (372); changes; permission: domain:write. */
  readonly domainSetGuestVcpus: (args: DomainSetGuestVcpusArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_CONNECT_NODE_DEVICE_EVENT_REGISTER_ANY` (374); reads; permission: connect:search_node_devices. */
  readonly connectNodeDeviceEventRegisterAny: (args: ConnectNodeDeviceEventRegisterAnyArgs) => Effect.Effect<ConnectNodeDeviceEventRegisterAnyRet, LibvirtError>
  /** `REMOTE_PROC_CONNECT_NODE_DEVICE_EVENT_DEREGISTER_ANY` (375); reads; permission: connect:read. */
  readonly connectNodeDeviceEventDeregisterAny: (args: ConnectNodeDeviceEventDeregisterAnyArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_STORAGE_VOL_GET_INFO_FLAGS` (378); reads; permission: storage_vol:read. */
  readonly storageVolGetInfoFlags: (args: StorageVolGetInfoFlagsArgs) => Effect.Effect<StorageVolGetInfoFlagsRet, LibvirtError>
  /** `REMOTE_PROC_CONNECT_SECRET_EVENT_REGISTER_ANY` (380); reads; permission: connect:search_secrets. */
  readonly connectSecretEventRegisterAny: (args: ConnectSecretEventRegisterAnyArgs) => Effect.Effect<ConnectSecretEventRegisterAnyRet, LibvirtError>
  /** `REMOTE_PROC_CONNECT_SECRET_EVENT_DEREGISTER_ANY` (381); reads; permission: connect:read. */
  readonly connectSecretEventDeregisterAny: (args: ConnectSecretEventDeregisterAnyArgs) => Effect.Effect<void, LibvirtError>
  /**
   * `REMOTE_PROC_DOMAIN_SET_VCPU` (384); changes; permission: domain:write, domain:save:,
   * domain:save:VIR_DOMAIN_AFFECT_CONFIG.
   */
  readonly domainSetVcpu: (args: DomainSetVcpuArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_SET_BLOCK_THRESHOLD` (386); changes; permission: domain:write. */
  readonly domainSetBlockThreshold: (args: DomainSetBlockThresholdArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_MIGRATE_GET_MAX_DOWNTIME` (387); changes; permission: domain:migrate. */
  readonly domainMigrateGetMaxDowntime: (args: DomainMigrateGetMaxDowntimeArgs) => Effect.Effect<DomainMigrateGetMaxDowntimeRet, LibvirtError>
  /**
   * `REMOTE_PROC_DOMAIN_MANAGED_SAVE_GET_XML_DESC` (388); reads; permission: domain:read,
   * domain:read_secure:VIR_DOMAIN_SAVE_IMAGE_XML_SECURE.
   */
  readonly domainManagedSaveGetXmlDesc: (args: DomainManagedSaveGetXmlDescArgs) => Effect.Effect<DomainManagedSaveGetXmlDescRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_MANAGED_SAVE_DEFINE_XML` (389); changes; permission: domain:write, domain:hibernate. */
  readonly domainManagedSaveDefineXml: (args: DomainManagedSaveDefineXmlArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_SET_LIFECYCLE_ACTION` (390); changes; permission: domain:write. */
  readonly domainSetLifecycleAction: (args: DomainSetLifecycleActionArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_STORAGE_POOL_LOOKUP_BY_TARGET_PATH` (391); reads; permission: storage_pool:getattr. */
  readonly storagePoolLookupByTargetPath: (args: StoragePoolLookupByTargetPathArgs) => Effect.Effect<StoragePoolLookupByTargetPathRet, LibvirtError>
  /**
   * `REMOTE_PROC_DOMAIN_DETACH_DEVICE_ALIAS` (392); changes; permission: domain:write, domain:save:,
   * domain:save:VIR_DOMAIN_AFFECT_CONFIG.
   */
  readonly domainDetachDeviceAlias: (args: DomainDetachDeviceAliasArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_CONNECT_COMPARE_HYPERVISOR_CPU` (393); changes; permission: connect:write. */
  readonly connectCompareHypervisorCpu: (args: ConnectCompareHypervisorCpuArgs) => Effect.Effect<ConnectCompareHypervisorCpuRet, LibvirtError>
  /** `REMOTE_PROC_CONNECT_BASELINE_HYPERVISOR_CPU` (394); changes; permission: connect:write. */
  readonly connectBaselineHypervisorCpu: (args: ConnectBaselineHypervisorCpuArgs) => Effect.Effect<ConnectBaselineHypervisorCpuRet, LibvirtError>
  /** `REMOTE_PROC_NODE_GET_SEV_INFO` (395); reads; permission: connect:read. */
  readonly nodeGetSevInfo: (args: NodeGetSevInfoArgs) => Effect.Effect<NodeGetSevInfoRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_GET_LAUNCH_SECURITY_INFO` (396); reads; permission: domain:read. */
  readonly domainGetLaunchSecurityInfo: (args: DomainGetLaunchSecurityInfoArgs) => Effect.Effect<DomainGetLaunchSecurityInfoRet, LibvirtError>
  /** `REMOTE_PROC_NWFILTER_BINDING_LOOKUP_BY_PORT_DEV` (397); reads; permission: nwfilter_binding:getattr. */
  readonly nwfilterBindingLookupByPortDev: (args: NwfilterBindingLookupByPortDevArgs) => Effect.Effect<NwfilterBindingLookupByPortDevRet, LibvirtError>
  /** `REMOTE_PROC_NWFILTER_BINDING_GET_XML_DESC` (398); reads; permission: nwfilter_binding:read. */
  readonly nwfilterBindingGetXmlDesc: (args: NwfilterBindingGetXmlDescArgs) => Effect.Effect<NwfilterBindingGetXmlDescRet, LibvirtError>
  /** `REMOTE_PROC_NWFILTER_BINDING_CREATE_XML` (399); changes; permission: nwfilter_binding:create. */
  readonly nwfilterBindingCreateXml: (args: NwfilterBindingCreateXmlArgs) => Effect.Effect<NwfilterBindingCreateXmlRet, LibvirtError>
  /** `REMOTE_PROC_NWFILTER_BINDING_DELETE` (400); changes; permission: nwfilter_binding:delete. */
  readonly nwfilterBindingDelete: (args: NwfilterBindingDeleteArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_CONNECT_LIST_ALL_NWFILTER_BINDINGS` (401); reads; permission: connect:search_nwfilter_bindings. */
  readonly connectListAllNwfilterBindings: (args: ConnectListAllNwfilterBindingsArgs) => Effect.Effect<ConnectListAllNwfilterBindingsRet, LibvirtError>
  /**
   * `REMOTE_PROC_DOMAIN_SET_IOTHREAD_PARAMS` (402); changes; permission: domain:write, domain:save:,
   * domain:save:VIR_DOMAIN_AFFECT_CONFIG.
   */
  readonly domainSetIothreadParams: (args: DomainSetIothreadParamsArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_CONNECT_GET_STORAGE_POOL_CAPABILITIES` (403); reads; permission: connect:read. */
  readonly connectGetStoragePoolCapabilities: (args: ConnectGetStoragePoolCapabilitiesArgs) => Effect.Effect<ConnectGetStoragePoolCapabilitiesRet, LibvirtError>
  /** `REMOTE_PROC_NETWORK_LIST_ALL_PORTS` (404); reads; permission: network:search_ports. */
  readonly networkListAllPorts: (args: NetworkListAllPortsArgs) => Effect.Effect<NetworkListAllPortsRet, LibvirtError>
  /** `REMOTE_PROC_NETWORK_PORT_LOOKUP_BY_UUID` (405); reads; permission: network_port:getattr. */
  readonly networkPortLookupByUuid: (args: NetworkPortLookupByUuidArgs) => Effect.Effect<NetworkPortLookupByUuidRet, LibvirtError>
  /** `REMOTE_PROC_NETWORK_PORT_CREATE_XML` (406); changes; permission: network_port:create. */
  readonly networkPortCreateXml: (args: NetworkPortCreateXmlArgs) => Effect.Effect<NetworkPortCreateXmlRet, LibvirtError>
  /** `REMOTE_PROC_NETWORK_PORT_GET_PARAMETERS` (407); reads; permission: network_port:read. */
  readonly networkPortGetParameters: (args: NetworkPortGetParametersArgs) => Effect.Effect<NetworkPortGetParametersRet, LibvirtError>
  /** `REMOTE_PROC_NETWORK_PORT_SET_PARAMETERS` (408); changes; permission: network_port:write. */
  readonly networkPortSetParameters: (args: NetworkPortSetParametersArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_NETWORK_PORT_GET_XML_DESC` (409); reads; permission: network_port:read. */
  readonly networkPortGetXmlDesc: (args: NetworkPortGetXmlDescArgs) => Effect.Effect<NetworkPortGetXmlDescRet, LibvirtError>
  /** `REMOTE_PROC_NETWORK_PORT_DELETE` (410); changes; permission: network_port:delete. */
  readonly networkPortDelete: (args: NetworkPortDeleteArgs) => Effect.Effect<void, LibvirtError>
  /**
   * `REMOTE_PROC_DOMAIN_CHECKPOINT_CREATE_XML` (411); changes; permission: domain:checkpoint,
   * domain:fs_freeze:VIR_DOMAIN_CHECKPOINT_CREATE_QUIESCE.
   */
  readonly domainCheckpointCreateXml: (args: DomainCheckpointCreateXmlArgs) => Effect.Effect<DomainCheckpointCreateXmlRet, LibvirtError>
  /**
   * `REMOTE_PROC_DOMAIN_CHECKPOINT_GET_XML_DESC` (412); reads; permission: domain:read,
   * domain:read_secure:VIR_DOMAIN_CHECKPOINT_XML_SECURE.
   */
  readonly domainCheckpointGetXmlDesc: (args: DomainCheckpointGetXmlDescArgs) => Effect.Effect<DomainCheckpointGetXmlDescRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_LIST_ALL_CHECKPOINTS` (413); reads; permission: domain:read. */
  readonly domainListAllCheckpoints: (args: DomainListAllCheckpointsArgs) => Effect.Effect<DomainListAllCheckpointsRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_CHECKPOINT_LIST_ALL_CHILDREN` (414); reads; permission: domain:read. */
  readonly domainCheckpointListAllChildren: (args: DomainCheckpointListAllChildrenArgs) => Effect.Effect<DomainCheckpointListAllChildrenRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_CHECKPOINT_LOOKUP_BY_NAME` (415); reads; permission: domain:read. */
  readonly domainCheckpointLookupByName: (args: DomainCheckpointLookupByNameArgs) => Effect.Effect<DomainCheckpointLookupByNameRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_CHECKPOINT_GET_PARENT` (416); reads; permission: domain:read. */
  readonly domainCheckpointGetParent: (args: DomainCheckpointGetParentArgs) => Effect.Effect<DomainCheckpointGetParentRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_CHECKPOINT_DELETE` (417); changes; permission: domain:checkpoint. */
  readonly domainCheckpointDelete: (args: DomainCheckpointDeleteArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_GET_GUEST_INFO` (418); changes; permission: domain:write. */
  readonly domainGetGuestInfo: (args: DomainGetGuestInfoArgs) => Effect.Effect<DomainGetGuestInfoRet, LibvirtError>
  /** `REMOTE_PROC_CONNECT_SET_IDENTITY` (419); changes; permission: connect:write. */
  readonly connectSetIdentity: (args: ConnectSetIdentityArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_AGENT_SET_RESPONSE_TIMEOUT` (420); changes; permission: domain:write. */
  readonly domainAgentSetResponseTimeout: (args: DomainAgentSetResponseTimeoutArgs) => Effect.Effect<DomainAgentSetResponseTimeoutRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_BACKUP_BEGIN` (421); changes; permission: domain:checkpoint, domain:block_write. */
  readonly domainBackupBegin: (args: DomainBackupBeginArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_BACKUP_GET_XML_DESC` (422); reads; permission: domain:read. */
  readonly domainBackupGetXmlDesc: (args: DomainBackupGetXmlDescArgs) => Effect.Effect<DomainBackupGetXmlDescRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_AUTHORIZED_SSH_KEYS_GET` (424); changes; permission: domain:write. */
  readonly domainAuthorizedSshKeysGet: (args: DomainAuthorizedSshKeysGetArgs) => Effect.Effect<DomainAuthorizedSshKeysGetRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_AUTHORIZED_SSH_KEYS_SET` (425); changes; permission: domain:write. */
  readonly domainAuthorizedSshKeysSet: (args: DomainAuthorizedSshKeysSetArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_GET_MESSAGES` (426); reads; permission: domain:read. */
  readonly domainGetMessages: (args: DomainGetMessagesArgs) => Effect.Effect<DomainGetMessagesRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_START_DIRTY_RATE_CALC` (427); changes; permission: domain:write. */
  readonly domainStartDirtyRateCalc: (args: DomainStartDirtyRateCalcArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_NODE_DEVICE_DEFINE_XML` (428); changes; permission: node_device:write. */
  readonly nodeDeviceDefineXml: (args: NodeDeviceDefineXmlArgs) => Effect.Effect<NodeDeviceDefineXmlRet, LibvirtError>
  /** `REMOTE_PROC_NODE_DEVICE_UNDEFINE` (429); changes; permission: node_device:delete. */
  readonly nodeDeviceUndefine: (args: NodeDeviceUndefineArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_NODE_DEVICE_CREATE` (430); changes; permission: node_device:start. */
  readonly nodeDeviceCreate: (args: NodeDeviceCreateArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_NWFILTER_DEFINE_XML_FLAGS` (431); changes; permission: nwfilter:write, nwfilter:save. */
  readonly nwfilterDefineXmlFlags: (args: NwfilterDefineXmlFlagsArgs) => Effect.Effect<NwfilterDefineXmlFlagsRet, LibvirtError>
  /** `REMOTE_PROC_NETWORK_DEFINE_XML_FLAGS` (432); changes; permission: network:write, network:save. */
  readonly networkDefineXmlFlags: (args: NetworkDefineXmlFlagsArgs) => Effect.Effect<NetworkDefineXmlFlagsRet, LibvirtError>
  /** `REMOTE_PROC_NODE_DEVICE_GET_AUTOSTART` (433); reads; permission: node_device:read. */
  readonly nodeDeviceGetAutostart: (args: NodeDeviceGetAutostartArgs) => Effect.Effect<NodeDeviceGetAutostartRet, LibvirtError>
  /** `REMOTE_PROC_NODE_DEVICE_SET_AUTOSTART` (434); changes; permission: node_device:write. */
  readonly nodeDeviceSetAutostart: (args: NodeDeviceSetAutostartArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_NODE_DEVICE_IS_PERSISTENT` (435); reads; permission: node_device:read. */
  readonly nodeDeviceIsPersistent: (args: NodeDeviceIsPersistentArgs) => Effect.Effect<NodeDeviceIsPersistentRet, LibvirtError>
  /** `REMOTE_PROC_NODE_DEVICE_IS_ACTIVE` (436); reads; permission: node_device:read. */
  readonly nodeDeviceIsActive: (args: NodeDeviceIsActiveArgs) => Effect.Effect<NodeDeviceIsActiveRet, LibvirtError>
  /** `REMOTE_PROC_NETWORK_CREATE_XML_FLAGS` (437); changes; permission: network:write, network:start. */
  readonly networkCreateXmlFlags: (args: NetworkCreateXmlFlagsArgs) => Effect.Effect<NetworkCreateXmlFlagsRet, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_SET_LAUNCH_SECURITY_STATE` (439); changes; permission: domain:write. */
  readonly domainSetLaunchSecurityState: (args: DomainSetLaunchSecurityStateArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_SAVE_PARAMS` (440); changes; permission: domain:hibernate. */
  readonly domainSaveParams: (args: DomainSaveParamsArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_RESTORE_PARAMS` (441); changes; permission: domain:start, domain:write. */
  readonly domainRestoreParams: (args: DomainRestoreParamsArgs) => Effect.Effect<void, LibvirtError>
  /** `REMOTE_PROC_DOMAIN_ABORT_JOB_FLAGS` (442); changes; permission: domain:write. */
  readonly domainAbortJobFlags: (args: DomainAbortJobFlagsArgs) => Effect.Effect<void, LibvirtError>
  /** `QEMU_PROC_DOMAIN_MONITOR_COMMAND` (1); changes; permission: domain:write. */
  readonly qemuDomainMonitorCommand: (args: QemuDomainMonitorCommandArgs) => Effect.Effect<QemuDomainMonitorCommandRet, LibvirtError>
  /** `QEMU_PROC_DOMAIN_ATTACH` (2); changes; permission: domain:start, domain:write. */
  readonly qemuDomainAttach: (args: QemuDomainAttachArgs) => Effect.Effect<QemuDomainAttachRet, LibvirtError>
  /** `QEMU_PROC_DOMAIN_AGENT_COMMAND` (3); changes; permission: domain:write. */
  readonly qemuDomainAgentCommand: (args: QemuDomainAgentCommandArgs) => Effect.Effect<QemuDomainAgentCommandRet, LibvirtError>
  /** `QEMU_PROC_CONNECT_DOMAIN_MONITOR_EVENT_REGISTER` (4); changes; permission: connect:search_domains, connect:write. */
  readonly qemuConnectDomainMonitorEventRegister: (args: QemuConnectDomainMonitorEventRegisterArgs) => Effect.Effect<QemuConnectDomainMonitorEventRegisterRet, LibvirtError>
  /** `QEMU_PROC_CONNECT_DOMAIN_MONITOR_EVENT_DEREGISTER` (5); changes; permission: connect:write. */
  readonly qemuConnectDomainMonitorEventDeregister: (args: QemuConnectDomainMonitorEventDeregisterArgs) => Effect.Effect<void, LibvirtError>
}

/**
 * Procedures that open a stream; the stream is aborted when the scope closes before its end.
 *
 * @category models
 * @since 0.1.0
 */
export interface StreamCalls {
  /**
   * `REMOTE_PROC_DOMAIN_MIGRATE_PREPARE_TUNNEL` (148); changes; permission: domain:migrate, domain:start,
   * domain:write.
   */
  readonly domainMigratePrepareTunnel: (args: DomainMigratePrepareTunnelArgs) => Effect.Effect<LibvirtStream<void>, LibvirtError, Scope.Scope>
  /** `REMOTE_PROC_DOMAIN_OPEN_CONSOLE` (201); changes; permission: domain:open_device. */
  readonly domainOpenConsole: (args: DomainOpenConsoleArgs) => Effect.Effect<LibvirtStream<void>, LibvirtError, Scope.Scope>
  /** `REMOTE_PROC_STORAGE_VOL_UPLOAD` (208); changes; permission: storage_vol:data_write. */
  readonly storageVolUpload: (args: StorageVolUploadArgs) => Effect.Effect<LibvirtStream<void>, LibvirtError, Scope.Scope>
  /** `REMOTE_PROC_STORAGE_VOL_DOWNLOAD` (209); reads; permission: storage_vol:data_read. */
  readonly storageVolDownload: (args: StorageVolDownloadArgs) => Effect.Effect<LibvirtStream<void>, LibvirtError, Scope.Scope>
  /** `REMOTE_PROC_DOMAIN_SCREENSHOT` (211); reads; permission: domain:screenshot. */
  readonly domainScreenshot: (args: DomainScreenshotArgs) => Effect.Effect<LibvirtStream<DomainScreenshotRet>, LibvirtError, Scope.Scope>
  /**
   * `REMOTE_PROC_DOMAIN_MIGRATE_PREPARE_TUNNEL3` (215); changes; permission: domain:migrate, domain:start,
   * domain:write.
   */
  readonly domainMigratePrepareTunnel3: (args: DomainMigratePrepareTunnel3Args) => Effect.Effect<LibvirtStream<DomainMigratePrepareTunnel3Ret>, LibvirtError, Scope.Scope>
  /** `REMOTE_PROC_DOMAIN_OPEN_CHANNEL` (296); changes; permission: domain:open_device. */
  readonly domainOpenChannel: (args: DomainOpenChannelArgs) => Effect.Effect<LibvirtStream<void>, LibvirtError, Scope.Scope>
}
