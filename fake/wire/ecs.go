package wire

import "github.com/aws/aws-sdk-go-v2/service/ecs/schemas"

// ecsOperations are the operations of Amazon ECS that are simulated.
var ecsOperations = map[string]operation{
	"ContinueServiceDeployment":     op(schemas.ContinueServiceDeployment, schemas.ContinueServiceDeploymentResponse, continueServiceDeployment),
	"CreateCapacityProvider":        op(schemas.CreateCapacityProvider, schemas.CreateCapacityProviderResponse, createCapacityProvider),
	"UpdateCapacityProvider":        op(schemas.UpdateCapacityProvider, schemas.UpdateCapacityProviderResponse, updateCapacityProvider),
	"DeleteCapacityProvider":        op(schemas.DeleteCapacityProvider, schemas.DeleteCapacityProviderResponse, deleteCapacityProvider),
	"DescribeCapacityProviders":     op(schemas.DescribeCapacityProviders, schemas.DescribeCapacityProvidersResponse, describeCapacityProviders),
	"PutClusterCapacityProviders":   op(schemas.PutClusterCapacityProviders, schemas.PutClusterCapacityProvidersResponse, putClusterCapacityProviders),
	"RegisterContainerInstance":     op(schemas.RegisterContainerInstance, schemas.RegisterContainerInstanceResponse, registerContainerInstance),
	"DeregisterContainerInstance":   op(schemas.DeregisterContainerInstance, schemas.DeregisterContainerInstanceResponse, deregisterContainerInstance),
	"UpdateContainerInstancesState": op(schemas.UpdateContainerInstancesState, schemas.UpdateContainerInstancesStateResponse, updateContainerInstancesState),
	"PutAttributes":                 op(schemas.PutAttributes, schemas.PutAttributesResponse, putAttributes),
	"DeleteAttributes":              op(schemas.DeleteAttributes, schemas.DeleteAttributesResponse, deleteAttributes),
	"ListAttributes":                op(schemas.ListAttributes, schemas.ListAttributesResponse, listAttributes),
	"CreateCluster":                 op(schemas.CreateCluster, schemas.CreateClusterResponse, createCluster),
	"DeleteAccountSetting":          op(schemas.DeleteAccountSetting, schemas.DeleteAccountSettingResponse, deleteAccountSetting),
	"DeleteCluster":                 op(schemas.DeleteCluster, schemas.DeleteClusterResponse, deleteCluster),
	"DeleteTaskDefinitions":         op(schemas.DeleteTaskDefinitions, schemas.DeleteTaskDefinitionsResponse, deleteTaskDefinitions),
	"DeregisterTaskDefinition":      op(schemas.DeregisterTaskDefinition, schemas.DeregisterTaskDefinitionResponse, deregisterTaskDefinition),
	"ListAccountSettings":           op(schemas.ListAccountSettings, schemas.ListAccountSettingsResponse, listAccountSettings),
	"ListTagsForResource":           op(schemas.ListTagsForResource, schemas.ListTagsForResourceResponse, listTagsForResource),
	"PutAccountSetting":             op(schemas.PutAccountSetting, schemas.PutAccountSettingResponse, putAccountSetting),
	"PutAccountSettingDefault":      op(schemas.PutAccountSettingDefault, schemas.PutAccountSettingDefaultResponse, putAccountSettingDefault),
	"TagResource":                   op(schemas.TagResource, schemas.TagResourceResponse, tagResource),
	"UntagResource":                 op(schemas.UntagResource, schemas.UntagResourceResponse, untagResource),
	"UpdateCluster":                 op(schemas.UpdateCluster, schemas.UpdateClusterResponse, updateCluster),
	"UpdateClusterSettings":         op(schemas.UpdateClusterSettings, schemas.UpdateClusterSettingsResponse, updateClusterSettings),
	"CreateService":                 op(schemas.CreateService, schemas.CreateServiceResponse, createService),
	"DeleteService":                 op(schemas.DeleteService, schemas.DeleteServiceResponse, deleteService),
	"DescribeClusters":              op(schemas.DescribeClusters, schemas.DescribeClustersResponse, describeClusters),
	"DescribeContainerInstances":    op(schemas.DescribeContainerInstances, schemas.DescribeContainerInstancesResponse, describeContainerInstances),
	"DescribeServiceDeployments":    op(schemas.DescribeServiceDeployments, schemas.DescribeServiceDeploymentsResponse, describeServiceDeployments),
	"DescribeServiceRevisions":      op(schemas.DescribeServiceRevisions, schemas.DescribeServiceRevisionsResponse, describeServiceRevisions),
	"DescribeServices":              op(schemas.DescribeServices, schemas.DescribeServicesResponse, describeServices),
	"DescribeTaskDefinition":        op(schemas.DescribeTaskDefinition, schemas.DescribeTaskDefinitionResponse, describeTaskDefinition),
	"DescribeTasks":                 op(schemas.DescribeTasks, schemas.DescribeTasksResponse, describeTasks),
	"ListClusters":                  op(schemas.ListClusters, schemas.ListClustersResponse, listClusters),
	"ListContainerInstances":        op(schemas.ListContainerInstances, schemas.ListContainerInstancesResponse, listContainerInstances),
	"ListServiceDeployments":        op(schemas.ListServiceDeployments, schemas.ListServiceDeploymentsResponse, listServiceDeployments),
	"ListServices":                  op(schemas.ListServices, schemas.ListServicesResponse, listServices),
	"ListTaskDefinitionFamilies":    op(schemas.ListTaskDefinitionFamilies, schemas.ListTaskDefinitionFamiliesResponse, listTaskDefinitionFamilies),
	"ListTaskDefinitions":           op(schemas.ListTaskDefinitions, schemas.ListTaskDefinitionsResponse, listTaskDefinitions),
	"ListTasks":                     op(schemas.ListTasks, schemas.ListTasksResponse, listTasks),
	"RegisterTaskDefinition":        op(schemas.RegisterTaskDefinition, schemas.RegisterTaskDefinitionResponse, registerTaskDefinition),
	"RunTask":                       op(schemas.RunTask, schemas.RunTaskResponse, runTask),
	"StartTask":                     op(schemas.StartTask, schemas.StartTaskResponse, startTask),
	"StopServiceDeployment":         op(schemas.StopServiceDeployment, schemas.StopServiceDeploymentResponse, stopServiceDeployment),
	"StopTask":                      op(schemas.StopTask, schemas.StopTaskResponse, stopTask),
	"GetTaskProtection":             op(schemas.GetTaskProtection, schemas.GetTaskProtectionResponse, getTaskProtection),
	"UpdateTaskProtection":          op(schemas.UpdateTaskProtection, schemas.UpdateTaskProtectionResponse, updateTaskProtection),
	"DescribeDaemon":                op(schemas.DescribeDaemon, schemas.DescribeDaemonResponse, describeDaemon),
	"DescribeExpressGatewayService": op(schemas.DescribeExpressGatewayService, schemas.DescribeExpressGatewayServiceResponse, describeExpress),
	"ListDaemons":                   op(schemas.ListDaemons, schemas.ListDaemonsResponse, listDaemons),
	"UpdateService":                 op(schemas.UpdateService, schemas.UpdateServiceResponse, updateService),
}

// Batches and pages of ECS (SDK ecs, the operations' doc comments).
const (
	describeAtMost         = 100
	describeServicesAtMost = 10
	pageAtMost             = 100
	pageNormally           = 100
	servicePageNormally    = 10
)

// missing is failures[]'s word for what is not there.
const missing = "MISSING"
